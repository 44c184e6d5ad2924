"""Evaluation: how well each task does against gold, one module a task, each with `score(gold, found)` in percent.

`gold` turns an annotated article (the format of corpus/gold) into what each scorer compares; `baseline.json` holds the
floors under which the tests fail.
"""
