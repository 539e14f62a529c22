import django.db.models.deletion
from django.db import migrations, models


def give_each_province_its_years(apps, schema_editor):
    """A year confirmed for the whole installation counts as confirmed for each province there is."""
    Agency, CalendarYear = apps.get_model("tenants", "Agency"), apps.get_model("tenants", "CalendarYear")
    provinces = list(Agency.objects.filter(province=None).order_by("pk"))
    for row in list(CalendarYear.objects.filter(province=None)):
        for province in provinces:
            CalendarYear.objects.create(
                province=province, year=row.year, decision=row.decision, confirmed_by_id=row.confirmed_by_id
            )
        row.delete()


class Migration(migrations.Migration):
    dependencies = [("tenants", "0008_official_days_stay")]

    operations = [
        migrations.AlterField(
            model_name="calendaryear", name="year", field=models.PositiveSmallIntegerField(verbose_name="year")
        ),
        migrations.AddField(
            model_name="calendaryear",
            name="province",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenants.agency",
                verbose_name="province",
            ),
        ),
        migrations.RunPython(give_each_province_its_years, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="calendaryear",
            name="province",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenants.agency",
                verbose_name="province",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendaryear",
            constraint=models.UniqueConstraint(
                fields=("province", "year"),
                name="calendar_year_once_a_province",
                violation_error_message="This year is confirmed already.",
            ),
        ),
    ]
