"""How a target is judged and how a report passes through its steps: pure rules that know no file and no table."""
