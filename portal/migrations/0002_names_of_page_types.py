from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [
        migrations.AlterModelOptions(
            name="articlepage", options={"verbose_name": "article", "verbose_name_plural": "articles"}
        ),
        migrations.AlterModelOptions(
            name="homepage", options={"verbose_name": "home page", "verbose_name_plural": "home pages"}
        ),
        migrations.AlterModelOptions(
            name="provincefolder",
            options={"verbose_name": "folder of a province", "verbose_name_plural": "folders of provinces"},
        ),
        migrations.AlterModelOptions(
            name="sectionpage", options={"verbose_name": "section", "verbose_name_plural": "sections"}
        ),
    ]
