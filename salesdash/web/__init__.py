"""What the server answers itself, beside the pages: sign-in, health, the gate before the pages."""
