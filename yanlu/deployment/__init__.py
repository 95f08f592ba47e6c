"""What runs a city's site on a machine: systemd units, and a site of nginx, for one home."""
