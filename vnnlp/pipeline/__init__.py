"""Pipeline: the stages put together and run over an archive on an engine.

`stages` says what each stage needs and gives, `engines` where tasks run, `store` how shards and tables lie on disk,
`manifest` what made a run's folder, and `run` the whole way from inputs to tables.
"""
