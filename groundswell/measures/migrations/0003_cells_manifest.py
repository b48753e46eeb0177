"""A file of cells for each submission becomes a manifest of parts, with what is stored kept.

Every old file is written again in the columns of a measure's cells, and counts from its
submission's data version on. An old file that the data directory has lost is left out.
"""

import hashlib
import io
from pathlib import Path

import django.db.models.deletion
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from django.db import migrations, models


def convert(apps, schema_editor):
    CellFile, Part = apps.get_model("measures", "CellFile"), apps.get_model("measures", "Part")
    folder = Path(settings.HOME) / "cells"
    for file in CellFile.objects.select_related("submission").order_by("pk"):
        if not (folder / file.path).exists():
            file.delete()
            continue
        content = _rewritten(pq.read_table(folder / file.path), file.measure, file.submission_id)
        Part.objects.create(
            measure=file.measure,
            file=file,
            submission=file.submission,
            innovation=file.innovation,
            whole_months=False,
            first_month=file.first_month,
            last_month=file.last_month,
            cells=file.cells,
            since=file.submission.version,
        )
        file.path = f"{hashlib.sha256(content).hexdigest()}.parquet"
        file.bytes = len(content)
        file.save()
        (folder / file.path).write_bytes(content)


def _rewritten(old, measure, submission):
    numerator = old.column("numerator").combine_chunks()
    denominator = pc.fill_null(old.column("denominator").combine_chunks(), float("nan"))
    # The numbers of analysis.panel.Status: 0 observed, 1 a true zero, 4 not eligible.
    status = pc.if_else(pc.equal(denominator, 0), 4, pc.if_else(pc.equal(numerator, 0), 1, 0))
    table = pa.table(
        {
            "measure": pa.repeat(measure, len(old)),
            "site": old.column("site").cast(pa.string()),
            "month": old.column("month"),
            "numerator": numerator,
            "denominator": denominator,
            "status": status.cast(pa.int8()),
            "submission": pa.repeat(pa.scalar(submission, pa.int32()), len(old)),
            "row": old.column("row"),
        }
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


class Migration(migrations.Migration):

    dependencies = [
        ('innovations', '0002_initial'),
        ('measures', '0002_initial'),
        ('submissions', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='cellfile',
            name='bytes',
            field=models.PositiveBigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='cellfile',
            name='collected',
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.SlugField(max_length=60)),
                ('whole_months', models.BooleanField(help_text='All there is for its months: earlier cells of them count no more.')),
                ('first_month', models.CharField(max_length=7)),
                ('last_month', models.CharField(max_length=7)),
                ('cells', models.PositiveIntegerField()),
                ('since', models.PositiveBigIntegerField(help_text='The first data version that it is in.')),
                ('until', models.PositiveBigIntegerField(help_text='The first data version that it is in no more.', null=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='measures.cellfile')),
                ('innovation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cell_parts', to='innovations.innovation')),
                ('submission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='submissions.submission')),
            ],
            options={
                'ordering': ['since', 'pk'],
                'indexes': [models.Index(fields=['measure', 'since'], name='measures_pa_measure_09ed6f_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='part_does_not_end_before_it_starts')],
            },
        ),
        migrations.RunPython(convert, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='cellfile',
            name='first_month',
        ),
        migrations.RemoveField(
            model_name='cellfile',
            name='innovation',
        ),
        migrations.RemoveField(
            model_name='cellfile',
            name='last_month',
        ),
        migrations.RemoveField(
            model_name='cellfile',
            name='measure',
        ),
        migrations.RemoveField(
            model_name='cellfile',
            name='submission',
        ),
        migrations.AlterField(
            model_name='cellfile',
            name='path',
            field=models.CharField(help_text='Below cells/ in the data directory.', max_length=200, unique=True),
        ),
    ]
