"""
The opt-out classifier: whether a message is an opt-out, an opt-in or a request for help.

`classifier.py` classifies with the keywords of `keywords.py` and the phrases of `rules.py`;
`text.py` and `quotation.py` prepare the text. A language is a folder of data (`english/` …) in
the notation of `language_pack.py`. docs/opt-outs.md says what counts.
"""
