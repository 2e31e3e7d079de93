from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial")]

    operations = [
        migrations.AddField(model_name="version", name="matches", field=models.JSONField(default=list)),
    ]
