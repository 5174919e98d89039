"""The words of SMS: pure, without input or output, only the standard library and phonenumbers."""
