package text

import (
	"strings"
	"sync"
)

// leadingForms stand before a name, trailingForms behind it, each as the words
// that nameWords makes of it, without spaces: s a r l is sarl.
var (
	leadingForms  = sync.OnceValue(func() map[string]bool { return forms(leadingList) })
	trailingForms = sync.OnceValue(func() map[string]bool { return forms(trailingList) })
)

// maxFormWords is how many words the longest legal form has: S. A. P. I. de C. V.
const maxFormWords = 7

func forms(list string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(list) {
		for form := range strings.SplitSeq(line, ",") {
			folded, joined := []byte(Fold(form)), ""
			for _, word := range nameWords(nil, folded) {
				joined += string(word.of(folded))
			}
			if joined != "" {
				out[joined] = true
			}
		}
	}
	return out
}

const leadingList = `
	the, coop, coopérative, coopératives, تعاونية, التعاونية, ets, établissement, établissements, sté, stés, société, société anonyme, sarl, sarl au, eurl, sas, sasu, snc, gie, messrs, pt, cv, ooo, zao, pao, ao
	شركة, الشركة, شركات, مؤسسة, مؤسسات, ش م م, ش ذ م م`

const trailingList = `
	sarl, sarl au, sarl à associé unique, sarlau, sa, sas, sasu, eurl, snc, scs, sca, sci, scop, gie, eirl, cie, compagnie
	ltd, limited, llc, llp, lp, inc, incorporated, corp, corporation, co, company, co ltd, plc, pllc, pc, pte, pty, pvt, private
	gmbh, mbh, ag, kg, kgaa, ohg, ug, ug haftungsbeschränkt, gbr, ev, ab, as, asa, aps, oy, oyj, bv, nv, vof
	sl, slu, sau, sll, srl, srls, spa, sapa, sas di, snc di, lda, ltda, eireli, sa de cv, srl de cv, sapi de cv
	sp z o o, spzoo, zoo, sp k, sro, doo, dooel, ood, eood, ad, ead, kft, zrt, nyrt, bt, sia, uab, ou, as, ehf, hf
	şti, ltd şti, a ş, san tic, sanayi ve ticaret, ith ihr, ooo, oao, zao, pao, jsc, ojsc, pjsc, cjsc
	sdn bhd, bhd, berhad, tbk, kk, godo kaisha, kabushiki kaisha, fze, fzco, fzc, fz llc, fz co, dmcc, dwc llc, wll, bsc, ksc, kscc, saog, saoc, spc, qsc, qpsc, psc, pjsc, est, establishment
	ش م م, ش ذ م م, ذ م م, م م, ش م ع, ش م ك, ش م ب, ش م خ, ذات المسؤولية المحدودة, ذات مسؤولية محدودة, المحدودة, محدودة, مساهمة, المساهمة, شركة مساهمة`
