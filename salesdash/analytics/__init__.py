"""Pure functions on arrays and data frames: no database, no Streamlit, no clock."""
