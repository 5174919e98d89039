"""
The reader of opt-outs: what a person's message says about writing to them.

`reader.py` reads; `text.py` and `quotation.py` prepare what it reads; a language is one file of
data (`english.py` …) in the notation of `pattern.py`. docs/opt-outs.md says what counts.
"""
