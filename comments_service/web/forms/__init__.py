"""The pages for citizens: the comment form and the receipts."""
