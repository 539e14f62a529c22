"""The proof that agencies are isolated: people of one agency ask for everything that belongs to others."""

from security.isolation.crawling import Coverage, Finding, crawl
from security.isolation.registry import Things, Words, register_canary
from security.isolation.stage import Place, Stage

__all__ = ["Coverage", "Finding", "Place", "Stage", "Things", "Words", "crawl", "register_canary"]
