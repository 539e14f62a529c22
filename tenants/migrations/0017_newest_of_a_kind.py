from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0016_media_kinds'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='basepage',
            index=models.Index(condition=models.Q(('came_from', None), ('live', True)), fields=['agency', 'locale', 'content_type', '-first_published_at', '-id'], name='page_agency_kind_first'),
        ),
    ]
