#!/bin/sh
# What is told beside the primary issue, as `helloword classify --batch` answers
# it: remedies and threats beside a cause, and nothing where they are another
# word for what is primary, taken back or only asked about.
# SPDX-License-Identifier: MIT
. tests/lib.sh

# From lines "issue|others by blanks|text": each text is told as that.
told() {
    sed 's/.*|//; s/.*/{"text":"&"}/' "$dir/want" >"$dir/in"
    "$hw" classify --batch "$dir/in" >"$dir/out" || return 1
    sed 's/^{"issue":"\([a-z_]*\)","also":\[\([^]]*\)\].*/\1|\2/; s/"//g; s/,/ /g' "$dir/out" >"$dir/got"
    cut -d'|' -f1,2 "$dir/want" | paste - "$dir/got" "$dir/want" |
        awk -F'\t' '$1 != $2 { print "# " $3 ": got " $2; bad = 1 } END { exit bad }'
}

cat >"$dir/want" <<'END'
damaged|refund_request|The vase arrived broken. I want a refund.
late|cancel_request|Das ist mir zu spät, bitte stornieren.
size|exchange_request|The shoes are too small, can I exchange them for a size 43?
damaged|refund_request|Il vaso è arrivato rotto, voglio il rimborso.
damaged|refund_request|El jarrón llegó roto, quiero un reembolso.
damaged|refund_request|杯子碎了，我要退款
damaged|refund_request|컵이 깨졌어요. 환불해 주세요.
END
ok "a remedy that is asked for stands beside its cause" told

cat >"$dir/want" <<'END'
quality|review_threat|It does not work. Fix this or you get a bad review.
claim_announced|refund_request|I will open a dispute with PayPal, I want my money back.
END
ok "a threat stands beside a cause, a remedy beside a threat" told

cat >"$dir/want" <<'END'
refund_status||Has my refund been processed?
refund_status||Half of the refund is here, where is the rest of my refund?
thanks||The replacement glass fits perfectly, thank you!
payment_failed||Three times I tried to pay, my bank says it is fine, your page says payment declined.
not_received||My parcel has not arrived.
END
ok "what is another word for the primary one is not told beside it" told

cat >"$dir/want" <<'END'
damaged||The vase arrived broken. I do not want a refund.
product_question||What if the vase arrives broken, do I get a refund?
END
ok "what is taken back or only asked about is not told" told
done_testing
