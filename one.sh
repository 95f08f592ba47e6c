for f in xlsx csv json; do
for o in link dangling fifo dir /dev/full /dev/null /dev/stdout /proc/self/fd/1 tm/x.$f nodir/x old.json "" . .. linkdir/x.$f "old.json/x"  /dev/fd/1 "$(printf 'n%.0s' $(seq 300))" ; do
 r=$(cd /work/w8-public; YANLU_SITE=/tmp/w8p/site YANLU_DATABASE=sqlite:////tmp/w8p/x/yanlu.sqlite3 YANLU_KEYS_FILE=/tmp/w8p/x/keys YANLU_DEMO=1 YANLU_NOW=2018-07-20T09:00:00+08:00 YANLU_IDENTITY=/tmp/w8p/x/state/identity.json timeout 20 /work/w8-public/.venv/bin/python -m comments_service export shiyan-industry-2018 --format $f --out "$(case "$o" in /*|"") echo "$o";; *) echo /tmp/w8p/o/$o;; esac)" 2>&1 | cat; echo "rc ${PIPESTATUS[0]}")
 echo "$f $o => $(echo "$r" | head -4 | cut -c1-220 | tr '\n' '|')"
done; done
