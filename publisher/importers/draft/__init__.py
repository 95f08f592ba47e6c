"""From blocks to the folder of a policy: title, header, notice, what is left out."""
