"""The feature as a Django application."""

from django.apps import AppConfig

from junheng.dictionary import Title


class AuditsConfig(AppConfig):
    """Names the application; its files are among what a restored backup is checked for."""

    name = "junheng.web.audits"
    label = "audits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which rows stand for files."""
        from junheng.web.audits import kinds  # noqa: PLC0415 (models are known only now)
        from junheng.web.evidence import store  # noqa: PLC0415
        from junheng.web.operation import invariants  # noqa: PLC0415

        invariants.register(
            "audits.Version",
            Title("审核的报告", "audited reports"),
            path=lambda row: store.path_of(row.stored, kinds.FOLDER),
            sha256=lambda row: row.sha256,
        )
