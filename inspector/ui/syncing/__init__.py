"""上报: what is not yet at the centre, the exchange with it, and the receipts."""
