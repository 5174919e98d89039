"""What Paloma knows of SMS: pure, no I/O, nothing but the standard library and phonenumbers."""
