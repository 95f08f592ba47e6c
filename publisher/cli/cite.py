"""``python build.py cite POLICY CITATION``: the clause that a citation names.

A clerk types what a letter says (三、（三）1 or 第三条第二款第（一）项) and gets the
clause, its lasting name and its address in the site.
"""

import argparse

from catalogue.references import Finder, read_citation
from publisher.cli.console import Console
from publisher.cli.options import Commands, add_policies
from publisher.problems import Message, Problems, UsageError
from publisher.sources import read_policies
from publisher.versions.drafts import trace_policy


def _cite(options: argparse.Namespace, console: Console) -> int:
    """Print citation, wId, address and words; 1 where no clause or more than one fits."""
    problems = Problems()
    sources = read_policies(options.policies, problems)
    source = next((each for each in sources if each.policy.id == options.policy), None)
    if source is None:
        console.show(problems.at(options.policies / options.policy))
        folder = str(options.policies)
        raise UsageError("refusal.no_policy", folder=folder, policy=options.policy)
    versions = [state.clauses for state in reversed(trace_policy(source, problems).states)]
    text = next((text for text in versions if options.version in (None, text.version)), None)
    parts = read_citation(options.citation)
    clause = Finder(text.clauses).resolve(parts) if text and parts else None
    if text is None or clause is None:
        console.warn(Message("refusal.no_clause", {"citation": options.citation}))
        return 1
    address = f"{options.policy}/{text.version}/#{clause.eid}"
    print(f"{clause.citation}\n{clause.wid}\n{address}\n{clause.wording}")  # noqa: T201 - as it is
    return 0


def add_cite(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("cite", help="find the clause of a citation", description=__doc__)
    parser.add_argument("policy", metavar="POLICY")
    parser.add_argument("citation", metavar="CITATION")
    parser.add_argument("--version", metavar="V", help="v1, v2 …; default: the newest")
    add_policies(parser)
    parser.set_defaults(run=_cite)
