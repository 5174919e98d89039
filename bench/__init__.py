"""The benchmarks: what the app costs, beside a floor measured in the same run."""
