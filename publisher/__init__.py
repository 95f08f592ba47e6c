"""The build side: drafts in ``policies/`` become the pages, catalogue and search of ``site/``."""
