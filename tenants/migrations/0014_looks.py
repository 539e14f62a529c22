"""Looks of portals, version by version: only the person who made one may be forgotten (as with official days)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TRIGGER = """
CREATE TRIGGER looks_stay BEFORE UPDATE OR DELETE ON tenants_look
    FOR EACH ROW EXECUTE FUNCTION tenants_official_days_stay('made_by_id');
"""
UNDO = "DROP TRIGGER looks_stay ON tenants_look;"


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0013_portal_requests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('made_at', models.DateTimeField(verbose_name='when')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('restored_from', models.PositiveIntegerField(blank=True, null=True)),
                ('theme', models.CharField(max_length=40, verbose_name='colours')),
                ('menu', models.JSONField(blank=True, default=list, verbose_name='menu')),
                ('layout', models.JSONField(blank=True, default=list, verbose_name='front page')),
                ('links', models.JSONField(blank=True, default=list, verbose_name='links')),
                ('agency', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='tenants.agency')),
                ('banner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.portalimage', verbose_name='banner')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.portalimage', verbose_name='logo or emblem')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'look',
                'verbose_name_plural': 'looks',
                'ordering': ['agency', '-number'],
            },
        ),
        migrations.AddField(
            model_name='agency',
            name='look',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.look', verbose_name='look'),
        ),
        migrations.AddConstraint(
            model_name='look',
            constraint=models.UniqueConstraint(fields=('agency', 'number'), name='look_numbers_are_unique'),
        ),
        migrations.RunSQL(TRIGGER, UNDO),
    ]
