"""The web's verbs at a shell: click commands the command `junheng` finds by name (`junheng.cli.app.VERBS`)."""
