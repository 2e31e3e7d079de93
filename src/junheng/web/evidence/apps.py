"""The feature as a Django application."""

from django.apps import AppConfig

from junheng.dictionary import Title


class EvidenceConfig(AppConfig):
    """Names the application; its files are among what a restored backup is checked for."""

    name = "junheng.web.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which rows stand for files, and let the checklist of items ask for its evidence."""
        from junheng.web.evidence import checklist, store  # noqa: PLC0415 (models are known only now)
        from junheng.web.judgement import items  # noqa: PLC0415
        from junheng.web.operation import invariants  # noqa: PLC0415

        items.evidence_from(checklist.held)

        for model, title in (
            ("evidence.File", Title("佐证材料", "evidence")),
            ("evidence.Archive", Title("迎检档案包", "evidence archives")),
        ):
            invariants.register(model, title, path=lambda row: store.path_of(row.stored), sha256=lambda row: row.sha256)
