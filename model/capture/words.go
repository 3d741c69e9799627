package capture

import (
	"strings"
	"sync"

	"tradedesk/model/text"
)

// wordSet makes a set of folded words from a list.
func wordSet(list string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		out := map[string]bool{}
		for word := range strings.SplitSeq(list, ",") {
			if word = text.Fold(strings.TrimSpace(word)); word != "" {
				out[word] = true
			}
		}
		return out
	})
}

// productWords are goods of the trade with Morocco; beside them stand the words
// that say which: oil, fresh, frozen.
var productWords = wordSet(`
	argan, amlou, olive, olives, huile, oil, dates, dattes, medjool, majhoul, mejhoul, figs, figues, almond, almonds, amande, amandes, walnuts, noix,
	saffron, safran, honey, miel, couscous, pasta, pâtes, semolina, semoule, flour, farine, wheat, blé, barley, orge, lentils, lentilles, chickpeas, fèves,
	cumin, paprika, spices, épices, herbs, herbes, mint, menthe, thyme, thym, rosemary, romarin, verbena, verveine, tea, thé, coffee, café,
	tomato, tomatoes, tomates, peppers, poivrons, beans, haricots, zucchini, courgettes, cucumber, cucumbers, concombres, potatoes, onions, oignons, garlic, ail,
	clementine, clementines, clémentines, mandarins, mandarines, nadorcott, orange, oranges, lemon, lemons, citrons, citrus, agrumes, melons, melon, watermelon, pastèques,
	strawberries, fraises, blueberries, myrtilles, raspberries, framboises, avocado, avocados, avocats, grapes, raisins, pomegranates, grenades, apples, pommes, cherries, cerises, apricots, abricots,
	capers, câpres, carob, caroube, truffles, truffes, rosewater, rose, roses, sardines, sardine, mackerel, maquereaux, anchovies, anchois, tuna, thon, octopus, poulpe, squid, calamar, calamars,
	shrimp, crevettes, fish, poisson, poissons, fishmeal, seaweed, algues, agar, gelatin,
	carpets, carpet, rugs, rug, tapis, pouf, poufs, leather, cuir, bags, babouches, slippers, ceramics, céramique, pottery, poterie, zellige, tiles, carreaux, tajine, tajines, tagine, lanterns, lanternes, baskets, paniers,
	soap, savon, cosmetics, cosmétiques, ghassoul, rhassoul, clay, argile, henna, henné, essential oils, textiles, textile, fabric, tissu, jeans, shirts, chemises, uniforms,
	phosphate, phosphates, fertilizer, fertilizers, fertiliser, engrais, dap, barite, barytine, fluorspar, cobalt, manganese, copper, cuivre, zinc, lead, plomb, marble, marbre, granite, salt, sel, gypsum, gypse, cement, ciment,
	arganöl, olivenöl, datteln, sardinen, orangen, mandarinen, aceite, aceitunas, dátiles, sardinas, pulpo, azafrán,
	cables, câbles, wiring, harness, faisceaux, batteries, cork, liège, paper, papier, cardboard, packaging, emballages, pharmaceuticals,
	زيت, زيتون, أركان, ارقان, أرغان, أملو, تمور, تمر, مجهول, تين, لوز, جوز, زعفران, عسل, كسكس, سميد, دقيق, قمح, شعير, عدس, حمص, كمون, توابل, أعشاب, نعناع, زعتر, شاي, قهوة,
	طماطم, فلفل, بطاطس, بصل, ثوم, كليمنتين, حوامض, حمضيات, برتقال, ليمون, بطيخ, فراولة, توت, أفوكادو, عنب, رمان, تفاح, مشمش, سردين, تونة, أخطبوط, حبار, روبيان, جمبري, سمك, أسماك,
	زرابي, زربية, سجاد, جلد, جلود, خزف, فخار, زليج, صابون, غاسول, طين, حناء, منسوجات, أقمشة, فوسفات, أسمدة, رخام, ملح, إسمنت, ورد, كبار, خروب`)

// productHelpers are words that belong to a product beside its name.
var productHelpers = wordSet(`
	oil, oils, huile, huiles, water, eau, in, of, d, de, du, des, à, au, aux, en, with, and, et, bio, organic, biologique, fresh, frais, fraîches, fraiches, fresh, frozen, congelé, congelés, surgelé, surgelés, dried, séché, séchés, sec, secs, raw, brut,
	extra, virgin, vierge, cosmetic, cosmétique, edible, alimentaire, culinaire, certified, certifié, certifiée, fair, conserve, conserves, canned, tinned, boîte, premium, calibre, cal, grade, bulk, vrac, black, noir, noires, green, vert, vertes, red, rouge, rouges, white, blanc, pink,
	seeds, graines, kernels, powder, poudre, paste, pâte, concentrate, concentré, juice, jus, leaves, feuilles, flowers, fleurs, handmade, fait main, berber, berbère, beni, ouarain, small, large, seedless,
	medjool, majhoul, nadorcott, rock, fillets, filets, whole, pitted, dénoyautées,
	بكر, ممتاز, طازج, طازجة, مجمد, مجمدة, مجفف, عضوي, بيولوجي, طبيعي, خام, معلب, في, أخضر, أسود, مسحوق, بذور, ماء, الورد, الزيتون, الأركان, أركان, ارقان, زيتون`)

func tradeWord(word string) bool { return productWords()[word] }

// companyWords begin the name of a company; companyEnds end one.
var (
	companyWords = wordSet(`coop, coopérative, cooperative, ets, établissement, établissements, etablissement, société, societe, ste, sté, groupe, group, groupement, gie, maison, domaine, domaines, comptoir, compagnie, cie, usine, atelier, ateliers, association, union, fédération, conserverie, conserveries, huilerie, minoterie,
		شركة, الشركة, مؤسسة, تعاونية, التعاونية, مجموعة, جمعية, معمل, مصنع, دار, وكالة`)
	companyEnds = wordSet(`foods, food, trading, traders, trade, import, imports, export, exports, importers, exporters, international, industries, industrie, industry, group, groupe, company, enterprises, négoce, negoce, distribution, distributors, agro, agri, farms, farm, market, markets, supermarkets, stores, wholesale, logistics, shipping, foodstuff, foodstuffs, cosmetics, labs, laboratories, laboratoires, brothers, bros, sons, fils, frères, freres, partners, holding, holdings, organics, naturals, retail, consulting, restaurants, hotels,
		للتجارة, التجارية, للاستيراد, للتصدير, للأغذية, الغذائية, العالمية, الدولية, وشركاه, وأولاده, إخوان`)
	// legalForms end a company's name; of two words the second stands here too.
	// leadingForms stand before a name too.
	leadingForms = wordSet("sarl, s.a.r.l, s.a.r.l., sarlau, sas, sasu, snc, eurl, gie")
	legalForms   = wordSet(`sarl, s.a.r.l, s.a.r.l., sarlau, sarl-au, sa, s.a, s.a., sas, sasu, snc, eurl, gie, ltd, ltd., limited, llc, l.l.c, llp, inc, inc., incorporated, corp, corp., corporation, co, co., cie, plc, gmbh, ag, kg, ohg, ug, ab, as, asa, aps, a/s, oy, bv, b.v, b.v., nv, n.v, sl, s.l, s.l., slu, srl, s.r.l, spa, s.p.a, lda, ltda, sp.z.o.o, sro, doo, kft, pvt, pty, jsc, ojsc, fze, fzco, fzc, wll, w.l.l, w.l.l., dmcc, ش.م.م, ش.م.م., ش.م, ذ.م.م, ش.ذ.م.م, est, est.`)
)

// particles stand within a person's name.
var particles = wordSet("el, al, ben, bin, ibn, bint, ait, aït, ould, oulad, abu, abou, abd, de, da, di, do, dos, du, del, della, la, le, van, von, der, den, ter, mac, mc, st, الزهراء, بن, ابن, بنت, أبو, ابو, آل, ال, آيت, ايت, عبد")

// titles stand before a person's name.
var titles = wordSet("mr, mrs, ms, miss, m, mme, mlle, dr, pr, prof, ing, eng, hajj, hadj, haj, sidi, lalla, herr, frau, señor, sra, sr, السيد, السيدة, الآنسة, الدكتور, الدكتورة, المهندس, الحاج, الحاجة, الأستاذ, الأستاذة, سيدي")

// firstNames are usual first names of Morocco and of those who trade with it.
var firstNames = wordSet(`
	mohamed, mohammed, muhammad, mohammad, mhamed, ahmed, ahmad, youssef, yousef, yusuf, yassine, yassin, hassan, hasan, hussein, houssine, hussain, said, saïd, karim, kareem, khalid, khaled, omar, umar, othmane, osman, ali, amine, amin, anas, ayoub, abdellah, abdullah, abdallah, abdelaziz, abdelkader, abdelhak, abderrahim, abderrahman, abdelilah, abdou, adil, adel, aziz, bilal, brahim, ibrahim, driss, idriss, fouad, hamid, hamza, hicham, hisham, ilyas, ismail, jamal, jawad, kamal, lahcen, larbi, mehdi, mahdi, mounir, munir, mourad, murad, mustapha, mustafa, nabil, noureddine, nordine, rachid, rashid, reda, redouane, samir, salah, saleh, salem, salim, simo, soufiane, tarik, tareq, taha, walid, yahya, younes, zakaria, ziad, faisal, faysal, fahd, nasser, sultan, majid, marwan, bader,
	fatima, fatiha, fatma, khadija, aicha, aïcha, aisha, zineb, zaynab, salma, selma, meryem, meriem, maryam, mariam, asmae, asma, hanane, hanan, houda, huda, ilham, imane, iman, jamila, karima, kawtar, kaoutar, laila, layla, leila, lamia, latifa, loubna, malika, mouna, mona, muna, nadia, naima, najat, najwa, nawal, nora, noura, nour, rachida, rajae, rania, saida, samira, sanae, sara, sarah, siham, soukaina, souad, yasmina, yasmine, zahra, zohra, hind, hasna, hafsa, ghita, dounia, chaimae, bouchra, amal, amina,
	jean, pierre, jacques, marie, michel, philippe, alain, nicolas, laurent, christophe, stéphane, éric, eric, olivier, thierry, bernard, patrick, françois, francois, claude, julien, antoine, guillaume, thomas, paul, louis, luc, marc, sophie, isabelle, nathalie, catherine, christine, anne, julie, claire, camille, élodie, céline, celine, sandrine, valérie, hélène, helene, chloé, emma, léa, hugo, lucas, mathieu, matthieu, vincent, benoît, benoit, didier, gilles, yves, yann, henri, charles, georges,
	john, james, robert, michael, william, david, richard, joseph, charles, christopher, daniel, matthew, anthony, mark, steven, andrew, kenneth, kevin, brian, george, edward, peter, susan, mary, jennifer, linda, elizabeth, barbara, jessica, karen, lisa, nancy, sandra, emily, laura, rachel, dana, jane, alice, kate, anna, hannah, olivia, adam, alex, sam, tom, ben, jack, harry, henry, simon, stephen, philip, martin, frank, jeff, scott, gary, larry,
	carlos, juan, josé, jose, luis, miguel, pedro, antonio, manuel, francisco, javier, fernando, pablo, maría, carmen, ana, isabel, lucía, elena, marta, pilar, rosa, joão, joao, paulo, rui, marco, giovanni, giuseppe, luca, matteo, francesco, andrea, paolo, giulia, chiara, francesca, alessandro, stefano,
	hans, klaus, jürgen, wolfgang, stefan, andreas, markus, matthias, jens, lars, sven, erik, anders, johan, björn, nils, ingrid, astrid, åsa, asa, kristina, birgit, ursula, petra, sabine, heike, katrin, jan, piet, willem, pieter, anneke, tomasz, piotr, krzysztof, agnieszka, ivan, sergei, dmitri, olga, natalia, mehmet, mustafa, ayşe, ahmet, emre, can, li, wang, chen, wei, hiroshi, kenji, yuki, raj, amit, priya, sanjay, anil, ravi,
	محمد, أحمد, احمد, يوسف, ياسين, حسن, حسين, سعيد, كريم, خالد, عمر, عثمان, علي, أمين, امين, أنس, أيوب, عبدالله, عبدالرحمن, عبدالعزيز, عبدالقادر, عادل, عزيز, بلال, إبراهيم, ابراهيم, إدريس, فؤاد, حميد, حمزة, هشام, إلياس, إسماعيل, جمال, جواد, كمال, لحسن, العربي, المهدي, مهدي, منير, مراد, مصطفى, نبيل, نورالدين, رشيد, رضا, سمير, صلاح, صالح, سالم, سليم, سفيان, طارق, طه, وليد, يحيى, يونس, زكرياء, زياد, فيصل, فهد, ناصر, سلطان, ماجد, مروان, بدر,
	فاطمة, فاطمة الزهراء, خديجة, عائشة, زينب, سلمى, مريم, أسماء, حنان, هدى, إلهام, إيمان, جميلة, كريمة, كوثر, ليلى, لمياء, لطيفة, لبنى, مليكة, منى, نادية, نعيمة, نجاة, نوال, نورة, نور, رشيدة, رانيا, سعيدة, سميرة, سناء, سارة, سهام, سكينة, سعاد, ياسمين, زهرة, هند, حسناء, غيثة, دنيا, شيماء, بشرى, أمل, أمينة`)

// withinNames are fillers that names have.
var withinNames = wordSet("of, the, and, de, du, des, à, et, و")

// fillers say nothing when they stand alone.
var fillers = wordSet("from, in, at, for, of, the, and, wants, needs, buys, sells, looking, de, du, des, à, a, au, chez, pour, par, cherche, veut, vend, avec, et, من, في, إلى, يريد, يبحث, عن, و")
