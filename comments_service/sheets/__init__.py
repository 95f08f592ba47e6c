"""Excel as the desk's second door: values to workbooks that officials fill in, and back."""
