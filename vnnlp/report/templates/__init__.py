"""The templates, style and script of the page: data of the package `vnnlp.report`."""
