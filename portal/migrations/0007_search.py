"""What the public search finds entries by, and what counts as the same word (portal/find/folding.py says the same)."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

SEPARATORS = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u2190-\u2bff"
    r"\u3000-\u303f\ufe00-\ufe0f\ufff0-\uffff\U00010000-\U0010ffff"
)
SAME_SOUND = zip(
    "òa ỏa õa óa ọa òe ỏe õe óe ọe ùy ủy ũy úy ụy".split(), "oà oả oã oá oạ oè oẻ oẽ oé oẹ uỳ uỷ uỹ uý uỵ".split()
)
ONE_TONE = "replace(lower(normalize(given, NFKC) COLLATE pg_c_utf8), 'ð', 'đ')"
for either, same in SAME_SOUND:
    ONE_TONE = f"replace({ONE_TONE}, '{either}', '{same}')"
FUNCTIONS = f"""
CREATE FUNCTION cong_spelled(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace({ONE_TONE}, '[{SEPARATORS}]+', ' ', 'g'))
$$;
CREATE FUNCTION cong_fold(spelled text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT replace(regexp_replace(normalize(spelled, NFD), '[\\u0300-\\u036f]', '', 'g'), 'đ', 'd')
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0007_alerts'),
        ('tenants', '0014_looks'),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION cong_fold(text); DROP FUNCTION cong_spelled(text);"),
        migrations.CreateModel(
            name='FoundBy',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='found_by', serialize=False, to='portal.entry')),
                ('documents', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('title', models.TextField()),
                ('number', models.CharField(blank=True, db_index=True, max_length=250)),
                ('words', django.contrib.postgres.search.SearchVectorField()),
                ('spelled', django.contrib.postgres.search.SearchVectorField()),
                ('head', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['documents'], name='found_by_documents'), django.contrib.postgres.indexes.GinIndex(fields=['words'], name='found_by_words'), django.contrib.postgres.indexes.GinIndex(fields=['spelled'], name='found_by_spelled'), django.contrib.postgres.indexes.GinIndex(fields=['title'], name='found_by_title', opclasses=['gin_trgm_ops'])],
            },
        ),
        migrations.CreateModel(
            name='TitleWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=5)),
                ('word', models.CharField(max_length=40)),
                ('folded', models.CharField(max_length=40)),
                ('number', models.IntegerField()),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.agency')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['province', 'language', 'folded'], name='title_word_folded'), django.contrib.postgres.indexes.GinIndex(fields=['folded'], name='title_word_similar', opclasses=['gin_trgm_ops'])],
            },
        ),
    ]
