"""From blocks to the folder of a policy: its title, header, notice, what is left out."""
