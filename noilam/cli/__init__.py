"""The `noilam` command: the shell's door to actions, reports, import, export, serve, work."""
