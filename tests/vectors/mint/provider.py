"""The provider's side of LikeCoin, as scripts for one process."""

import provider_clients
import provider_ends
import provider_pages
import provider_races
import provider_tokens


def build():
    for module in (provider_pages, provider_tokens, provider_ends, provider_races, provider_clients):
        module.build()
