"""People, roles, permissions, row scope, sign-in, audit."""
