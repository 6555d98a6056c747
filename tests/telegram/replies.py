"""What must be true of each reply in the dialogues: one check for each line, by its exact text."""

from __future__ import annotations

from tests.telegram.checks import (
    AMOUNT,
    STRANGER,
    TROUBLE,
    Check,
    asks,
    asks_as_in,
    asks_not,
    asks_nothing_beside_112,
    both,
    calls_112_first,
    cards,
    either,
    goes_to,
    holds_one_request,
    is_answered,
    is_english,
    is_short,
    keeps,
    keeps_not,
    names,
    names_not,
    offers,
    offers_a_way_on,
    says,
    says_not,
    shows,
    was_before,
)

STARTS = "starts a contact request and asks for a detail"
NEXT = "asks for the next detail"
CONFIRM = "asks to confirm before anything is sent"
RECEIVED = "says the request has been received"
ONNO = "names Onno Keuker with phone 06-29512394 and e-mail keuker@vnoncw-mkb.nl"
HENNY = "names Henny Bekkema with phone 06-11351693 and e-mail bekkema@vnoncw-mkb.nl"

SEND_BUTTON = offers("verst|verzend|send")
A_PERSON = "mens|contact|procesbegeleider|bericht|terugbel|door"
IS_RECEIVED = says("ontvangen|received", "verzoek|request")
NO_REQUEST_KNOWN = says(r"(geen|no) (verzoek|bericht|aanvraag|request)")
NEXT_DETAIL = asks("contact", "region", "question")
THREE_YEARS_SAID = "(drie|three|3) (jaar|years)"
THREE_YEARS = says(THREE_YEARS_SAID)
ONE_OR_BOTH = either(names("Onno", "Henny"), names_not("Onno", "Henny"))
WHO_AND_WHERE = both(names("Onno", "Henny"), says("zuid-holland", "utrecht"))

REPLIES: dict[tuple[str, int, str], Check] = {
    # asks costs, then who to call in the province
    (
        "d01",
        1,
        "says audit costs are due for every project and depend on the number of terreinen and "
        "the plannen van aanpak",
    ): says(
        "audit",
        r"(alle|elk|ieder)\w* project",
        "aantal",
        "terreinen",
        "plan(nen)? van aanpak|plannen",
    ),
    ("d01", 1, "says guidance is not free for new projects"): says(
        "begeleiding", "nieuwe projecten", "niet|geen|betaal"
    ),
    ("d01", 1, "mentions other costs such as measures, meetings or postage"): says(
        "maatregelen|bijeenkomsten|porto|post"
    ),
    ("d01", 1, "names no amount in euros"): says_not(AMOUNT),
    (
        "d01",
        1,
        "says a procesbegeleider can give an estimate, and offers to find the right one",
    ): both(says("procesbegeleider", "schatting|inschat|raming|begroot"), offers(A_PERSON)),
    ("d01", 2, "asks which province"): asks("region"),
    ("d01", 3, HENNY): names("Henny"),
    ("d01", 3, "does not name Onno Keuker"): names_not("Onno"),
    # question in the middle of giving contact details, then resumes
    ("d02", 1, "starts a contact request and asks for the first detail it needs"): asks(),
    ("d02", 2, "takes this as the name and asks for the next detail"): both(
        NEXT_DETAIL, asks_not("name"), keeps("marijke de wit")
    ),
    ("d02", 3, "says three years"): THREE_YEARS,
    ("d02", 3, "does not store the question as a name, place or phone number"): keeps_not(
        "certificaat", "wacht"
    ),
    ("d02", 3, "returns to the detail it was asking for"): asks_as_in(2),
    ("d02", 3, "does not lose the name typed before"): both(
        keeps("marijke de wit"), asks_not("name")
    ),
    ("d02", 4, "has the phone number 06-12345678 and the province Limburg"): keeps(
        "0612345678|31612345678", "limburg"
    ),
    ("d02", 4, "does not ask again for the name, the phone number or the province"): asks_not(
        "name", "contact", "region"
    ),
    # cancels halfway
    ("d03", 1, STARTS): asks(),
    ("d03", 2, NEXT): both(NEXT_DETAIL, asks_not("name")),
    ("d03", 3, "says the request is cancelled and that nothing was sent"): both(
        says("stop|geannuleerd|afgebroken", "niets verstuurd|niet verstuurd"), cards("Peter", 0)
    ),
    ("d03", 3, "asks for no further details"): asks_not(),
    ("d03", 4, "says there is a keurmerk for shopping areas, KVO-W, guided by the CCV"): says(
        "winkel", "kvo-w", r"\bccv\b", "keurmerk"
    ),
    ("d03", 4, "does not go back to the cancelled request"): both(
        asks_not(), says_not("uw verzoek", "peter"), keeps_not("peter")
    ),
    # goes one step back to correct the name
    ("d04", 1, STARTS): asks(),
    ("d04", 2, "takes this as the name and asks for the next detail"): both(
        NEXT_DETAIL, asks_not("name")
    ),
    ("d04", 3, "asks for the name again"): asks("name"),
    ("d04", 3, "does not cancel the request"): both(
        says_not("geannuleerd|gewist|afgebroken"), keeps("jan bakker")
    ),
    ("d04", 4, "the name is now Jan Bakker"): both(keeps("jan bakker"), keeps_not("jn bakker")),
    ("d04", 4, "asks for the next detail, as it did before"): asks_as_in(2),
    # wrong phone number, then a good one
    ("d05", 1, "starts a contact request with the name Fatima El Idrissi"): both(
        asks(), says("fatima el idrissi"), keeps("fatima el idrissi")
    ),
    ("d05", 1, "asks for a detail that is still missing, not for the name"): both(
        NEXT_DETAIL, asks_not("name")
    ),
    ("d05", 2, "has the province Noord-Holland"): both(keeps("noord-holland"), asks_not("region")),
    (
        "d05",
        2,
        "says in a friendly way that the phone number is not right (a digit is missing) and asks "
        "for it again",
    ): both(says("nummer", "cijfer", "klopt|mist|ontbreekt|kort"), asks("contact")),
    ("d05", 2, "does not lose the name or the province"): both(
        keeps("fatima el idrissi", "noord-holland"), asks_not("name", "region")
    ),
    ("d05", 3, "accepts the number"): both(
        keeps("0612345678|31612345678"), says_not("klopt niet", "cijfer")
    ),
    ("d05", 3, "goes on to the next step or shows the details for confirmation"): either(
        both(asks("question"), asks_not("name", "contact", "region")), SEND_BUTTON
    ),
    # sends a request on Thursday, then asks for the status
    ("d06", 1, "shows the name Karel Smit, the phone number and the province Overijssel"): says(
        "karel smit", "0612345678", "overijssel"
    ),
    ("d06", 1, CONFIRM): both(SEND_BUTTON, cards("Karel Smit", 0)),
    ("d06", 2, RECEIVED): both(IS_RECEIVED, cards("Karel Smit", 1)),
    (
        "d06",
        2,
        "reply states a date two working days later, Monday 9 March 2026, as the day to expect a "
        "reaction by",
    ): says("maandag 9 maart"),
    ("d06", 2, "says it will go to Henny Bekkema"): goes_to("Henny"),
    ("d06", 2, "does not promise that the reaction is certain by then ('we proberen')"): both(
        says("prober"), says_not("zeker|altijd|gegarandeerd|garantie")
    ),
    ("d06", 3, "shows that one request is on file, sent on Thursday 5 March"): both(
        says("donderdag 5 maart"), holds_one_request
    ),
    ("d06", 3, "repeats Monday 9 March as the expected date"): says("maandag 9 maart"),
    ("d06", 3, "does not start a new request"): both(asks_not(), cards("Karel Smit", 1)),
    # asks for the status without ever having sent a request
    ("d07", 1, "says no request from this user is known here"): NO_REQUEST_KNOWN,
    ("d07", 1, "makes up no status"): says_not(
        "opgepakt|afgerond|in behandeling|verstuurd op|uiterlijk", STRANGER
    ),
    ("d07", 1, "offers to leave a message"): offers("bericht|terugbel|verzoek"),
    ("d07", 2, "says they try to react within 2 working days"): says(
        "prober", "(2|twee) werkdagen"
    ),
    # deletes his data
    ("d08", 1, "shows the name, the phone number and the province Friesland"): says(
        "sjoerd hoekstra", "0612345678", "friesland|fryslân"
    ),
    ("d08", 1, CONFIRM): both(SEND_BUTTON, cards("Sjoerd Hoekstra", 0)),
    ("d08", 2, RECEIVED): both(IS_RECEIVED, cards("Sjoerd Hoekstra", 1)),
    ("d08", 3, "asks whether the user is sure, or deletes at once and says so"): either(
        both(says("zeker|wat wilt u"), offers("^(?!.*alleen).*(ja|verwijder)", "nee|niet")),
        says("(verwijderd|gewist)"),
    ),
    ("d08", 3, "shows no other user's data"): says_not(STRANGER),
    ("d08", 4, "says the data and the request have been deleted"): was_before(
        both(says("gegevens", "verzoek", "verwijderd|gewist"), cards("Sjoerd Hoekstra", 0))
    ),
    ("d08", 5, "says no request is known"): NO_REQUEST_KNOWN,
    ("d08", 5, "mentions none of the deleted details"): both(
        says_not("sjoerd|hoekstra|12345678|drachten|friesland|camera"),
        keeps_not("sjoerd|hoekstra|12345678|drachten|friesland|camera"),
    ),
    # gives the wrong province and corrects himself
    ("d09", 1, "asks which province"): asks("region"),
    ("d09", 2, HENNY): names("Henny"),
    ("d09", 3, ONNO): names("Onno"),
    ("d09", 3, "no longer points to Henny Bekkema for this terrein"): names_not("Henny"),
    # emergency in the middle of the form
    ("d10", 1, STARTS): asks(),
    ("d10", 2, NEXT): both(NEXT_DETAIL, asks_not("name")),
    ("d10", 3, "tells the user, before anything else, to call 112"): calls_112_first,
    (
        "d10",
        3,
        "does not ask for a name, number or province in the same message",
    ): asks_nothing_beside_112,
    ("d10", 3, "does not store the sentence as a detail of the request"): keeps_not(
        "ingebroken|hiernaast"
    ),
    ("d10", 4, "picks the request up where it stopped"): both(
        asks_as_in(2), keeps_not("waar waren we", "politie")
    ),
    ("d10", 4, "does not lose the name typed before"): both(
        keeps("ton verbeek"), asks_not("name")
    ),
    # sends only a voice note, a photo and a sticker
    (
        "d11",
        1,
        "says in plain Dutch that it cannot listen to voice notes and asks to type the question",
    ): says(r"(geen|niet)\b.*(luister|horen|spraak)", "typ"),
    ("d11", 1, "offers a way on, such as topics or leaving a message"): offers_a_way_on,
    ("d11", 2, "says it cannot look at photos and asks to type the question"): says(
        r"(geen|niet)\b.*(foto|afbeelding|bekijk)", "typ"
    ),
    ("d11", 2, "makes no claim about what is in the photo"): says_not(
        r"\bhek\b|hekken|kapot|gebroken|ik zie|op uw foto"
    ),
    ("d11", 3, "gives a short friendly answer or a hint to type something"): both(
        is_short, says("dank|graag|typ|👍")
    ),
    ("d11", 3, "shows no error message"): says_not(TROUBLE, "begrijp|sorry|helaas"),
    ("d11", 4, "answers about measures on a terrein"): says(
        "toezicht|verlichting|camera|beveiliging", "terrein"
    ),
    # user who writes in English
    (
        "d12",
        1,
        "can be understood by someone who reads only English, or says clearly in English that "
        "answers are in Dutch",
    ): is_english,
    (
        "d12",
        2,
        "names Onno Keuker with phone 06-29512394 and e-mail keuker@vnoncw-mkb.nl, or first asks "
        "which province and then accepts Eindhoven as Noord-Brabant",
    ): both(names("Onno"), says("noord-brabant"), is_english),
    ("d12", 3, "says three years (3 jaar or 3 years)"): both(THREE_YEARS, is_english),
    # double tap on the send button
    ("d13", 1, "shows the details and asks to confirm"): both(
        says("anja postma", "0612345678", "groningen", "plan van aanpak"), SEND_BUTTON
    ),
    ("d13", 2, RECEIVED): both(IS_RECEIVED, cards("Anja Postma", 1)),
    ("d13", 3, "no second request is made"): cards("Anja Postma", 1),
    (
        "d13",
        3,
        "does not show an error, and the button does not stay in a loading state",
    ): is_answered,
    ("d13", 4, "shows exactly one request"): holds_one_request,
    # stops halfway and returns after two days
    ("d14", 1, STARTS): asks(),
    ("d14", 2, NEXT): both(NEXT_DETAIL, asks_not("name")),
    ("d14", 3, "greets back"): says(r"goedemorgen|goedendag|hallo|\bdag\b|welkom|\bhoi\b"),
    (
        "d14",
        3,
        "says the earlier request is not finished and was not sent, and offers to go on or to "
        "stop; or says plainly that it was dropped and offers to start again",
    ): both(
        says("verzoek", "niet (af|klaar|afgemaakt)", "niet verstuurd|niets verstuurd"),
        offers("verder", "stop"),
    ),
    ("d14", 3, "does not store 'goedemorgen' as a phone number, place or message"): keeps_not(
        "goedemorgen"
    ),
    ("d14", 4, "explains what KVO-B is"): says("keurmerk veilig ondernemen", "bedrijventerrein"),
    ("d14", 4, "nothing has been sent on behalf of the user"): cards("Ruud Janssen", 0),
    # terrein on the border of two provinces with different contacts
    ("d15", 1, "sees that this is Zuid-Holland and Utrecht"): shows("zuid-holland", "utrecht"),
    (
        "d15",
        1,
        "asks in which province the terrein lies, or gives both Onno Keuker (Zuid-Holland) and "
        "Henny Bekkema (Utrecht) and says which is for which",
    ): either(WHO_AND_WHERE, both(asks("region"), offers("zuid-holland", "utrecht"))),
    ("d15", 1, "does not pick one of the two without saying so"): ONE_OR_BOTH,
    ("d15", 2, HENNY): names("Henny"),
    # everything in one message
    (
        "d16",
        1,
        "has the name Jan, the phone number 06-12345678, the province Drenthe and the subject kvo",
    ): says(r"\bjan\b", "0612345678", "drenthe", r"\bkvo\b"),
    ("d16", 1, "asks for none of these again"): asks_not("name", "contact", "region"),
    (
        "d16",
        1,
        "asks to confirm before anything is sent, or asks only for something the user did not "
        "give",
    ): SEND_BUTTON,
    ("d16", 2, "says the request has been received and goes to Henny Bekkema"): both(
        IS_RECEIVED, goes_to("Henny")
    ),
    # place name that exists in two provinces, and a place abroad
    ("d17", 1, "asks whether it is Bergen in Noord-Holland or Bergen in Limburg"): both(
        shows("bergen", "noord-holland", "limburg"), asks("region")
    ),
    ("d17", 1, "gives no name yet, or gives both with the province next to each"): either(
        names_not("Onno", "Henny"), both(names("Onno", "Henny"), says("noord-holland", "limburg"))
    ),
    ("d17", 2, HENNY): names("Henny"),
    (
        "d17",
        3,
        "says this is for Dutch bedrijventerreinen, or that it knows no contact for a place "
        "abroad",
    ): says("nederland", "bedrijventerrein"),
    ("d17", 3, "does not name a procesbegeleider for Antwerpen"): names_not("Onno", "Henny"),
    # free guidance for an old project, not for a new one
    (
        "d18",
        1,
        "says projects started in 2016, 2017 and 2018 could still count on free guidance",
    ): says("2016", "2017", "2018", "gratis|kosteloos"),
    ("d18", 1, "says audit costs are due all the same"): says("audit"),
    ("d18", 2, "says guidance is no longer free for new projects"): says(
        "nieuwe project", "niet (meer )?gratis|niet|betaal"
    ),
    ("d18", 2, "names no amount in euros"): says_not(AMOUNT),
    (
        "d18",
        3,
        "says the information is from a page dated 31 January 2020 and may have changed since",
    ): says("31 januari 2020|31012020", "verander|gewijzigd|anders"),
    # shopkeeper who is in the wrong place
    (
        "d19",
        1,
        "says that for shopping areas there is KVO-W and that the CCV gives guidance for it",
    ): says("winkel", "kvo-w", r"\bccv\b"),
    ("d19", 1, "does not start a KVO-B sign-up"): asks_not("name", "contact", "question"),
    (
        "d19",
        2,
        "says KVO-B is for bedrijventerreinen and that MKB-Nederland guides that",
    ): says("kvo-b", "bedrijventerrein", "mkb-nederland"),
    ("d19", 2, "offers the procesbegeleider for the region"): either(
        offers("contact|procesbegeleider|mens"), asks("region")
    ),
    # suspicious situation, not urgent, then a question on the theme
    ("d20", 1, "gives politie 0900-8844 and Meld Misdaad Anoniem 0800-7000"): says(
        "politie", "09008844", "meld misdaad anoniem", "08007000"
    ),
    ("d20", 1, "says to call 112 if something is happening right now"): says("112"),
    ("d20", 1, "does not ask for the address or the names of the neighbours"): both(
        asks_not(), says_not(r"(adres|naam|namen|wie)[^.\n]*\?")
    ),
    ("d20", 2, "says ondermijning has been a theme of the KVO since 2016"): says(
        "ondermijning", "2016"
    ),
    ("d20", 3, "offers to leave a message or a contact request"): offers(A_PERSON),
    ("d20", 3, "puts no pressure on the user and keeps asking nothing if the user stops"): both(
        asks_not(), says_not(r"\bmoet\b|\bverplicht|nu meteen")
    ),
    # short follow-up questions
    ("d21", 1, HENNY): names("Henny"),
    ("d21", 2, ONNO): names("Onno"),
    (
        "d21",
        3,
        "explains what a procesbegeleider does (gets cooperation going, helps with the plan van "
        "aanpak, keeps the process moving up to the certificate)",
    ): says("samenwerk", "plan van aanpak", "certifi"),
    ("d21", 4, "answers the thanks in one short line"): both(
        is_short, says("graag|geen dank|succes|fijn")
    ),
    ("d21", 4, "does not repeat the explanation"): says_not("plan van aanpak|samenwerk|certifi"),
    # angry user who wants a human being
    ("d22", 1, "says it does not know this"): says(
        r"weet (ik|er|dat)|(staat|vind)\b.*\bniet|geen informatie|begrijp.* niet"
    ),
    ("d22", 1, "makes up no discount"): says_not(r"\d ?%|procent|u krijgt|korting van"),
    ("d22", 1, "offers another way, such as topics or a message"): offers_a_way_on,
    ("d22", 2, "stays polite and says sorry in a few words"): says("sorry|excuus|spijt|vervelend"),
    ("d22", 2, "offers a human being"): either(
        offers(A_PERSON), says("mens|persoon|procesbegeleider")
    ),
    ("d22", 2, "does not argue"): says_not(
        r"maar u|niet waar|onterecht|mijn schuld|uw toon|scheld"
    ),
    ("d22", 3, "starts a contact request or gives the phone numbers by region"): either(
        asks(), names("Onno", "Henny")
    ),
    # two questions in one message
    ("d23", 1, "names ondernemers, gemeente, politie and brandweer"): says(
        "ondernemers", "gemeente", "politie", "brandweer"
    ),
    (
        "d23",
        1,
        "says 211 terreinen were certified or recertified in 2019, of which 44 for the first time",
    ): says("2019", r"\b211\b", r"\b44\b", "eerste keer|voor het eerst"),
    ("d23", 2, "says burglary figures fall fastest on KVO-certified terreinen"): says(
        "inbra", "snelst"
    ),
    ("d23", 2, "gives no percentage"): says_not(r"\d ?%|procent"),
    # far off, near and then on topic
    ("d24", 1, "says in a friendly way that it cannot help with this"): both(
        says("niet|niets|geen"), says_not(TROUBLE)
    ),
    ("d24", 1, "says what it can help with"): says("kvo|keurmerk"),
    ("d24", 2, "says it has no information on BORG"): says(
        "borg", r"niets|geen informatie|niet over|weet .* niet"
    ),
    ("d24", 2, "does not answer with the KVO certificate as if that were the same"): says_not(
        "drie jaar|3 jaar|audit|plan van aanpak"
    ),
    ("d24", 3, "confirms that a KVO certificate is valid for three years"): both(
        THREE_YEARS, says("certificaat|keurmerk")
    ),
    # wants to know about privacy first, gives e-mail and not a phone number, then withdraws
    ("d25", 1, "says what the number is used for and who sees it, or offers to tell"): says(
        "gegevens|nummer", "alleen", "procesbegeleider"
    ),
    ("d25", 1, "says an e-mail address is fine too"): says("e-?mail[^.]*(mag|kan|goed|ook)"),
    ("d25", 2, "accepts the e-mail address instead of a phone number"): both(
        keeps("lotte@bedrijf.example"), asks_not("contact")
    ),
    ("d25", 2, "has the name Lotte Kuipers and the province Zeeland"): both(
        keeps("lotte kuipers", "zeeland"), asks_not("name", "region")
    ),
    ("d25", 2, "does not lose the message typed before (a question about cybercrime)"): says(
        "cybercrime"
    ),
    ("d25", 3, "says the request has been received and goes to Onno Keuker"): both(
        IS_RECEIVED, goes_to("Onno"), cards("Lotte Kuipers", 1)
    ),
    (
        "d25",
        3,
        "reply states Tuesday 10 March 2026 as the day to expect a reaction by (two working days, "
        "the weekend does not count)",
    ): says("dinsdag 10 maart"),
    ("d25", 4, "asks whether the user is sure, or withdraws at once and says so"): either(
        both(says("intrek|trek"), offers("ja|intrekken|trek")), says("ingetrokken|verwijderd")
    ),
    ("d25", 4, "does not start a new request"): both(asks_not(), cards("Lotte Kuipers", 1)),
    # on the phone between two jobs
    ("d26", 1, STARTS): asks(),
    ("d26", 2, "takes this as the name and asks for the next detail"): asks("contact"),
    ("d26", 3, "asks whether ria@gmail.com is meant, and nothing else"): both(
        says(r"ria@gmail\.com"), asks_not("name", "region", "question")
    ),
    ("d26", 4, NEXT): asks("region"),
    ("d26", 5, "asks whether Zwolle in Overijssel is meant"): says(r"zwolle \(overijssel\)\?"),
    ("d26", 6, "says audit costs are due"): says("audit"),
    (
        "d26",
        6,
        "asks again whether Zwolle is meant, and does not say that more places have that name",
    ): both(says(r"zwolle \(overijssel\)\?"), says_not("vaker voor")),
    ("d26", 7, "asks for the question"): asks("question"),
    ("d26", 8, "shows the name Ria, ria@gmail.com and Zwolle"): says(
        r"naam: \W*ria", r"ria@gmail\.com", "zwolle"
    ),
    ("d26", 9, RECEIVED): both(IS_RECEIVED, goes_to("Henny")),
    # three questions in one message
    ("d27", 1, "answers two of the three"): says("audit", THREE_YEARS_SAID),
    ("d27", 1, "names the third in one line and offers it"): both(
        says("u vroeg ook: 'wie doen er mee"), offers("wie doen er mee")
    ),
    ("d27", 2, "does not give an answer again"): says_not("audit|drie jaar|brandweer"),
    # changes his mind in his own words
    ("d28", 1, STARTS): asks(),
    ("d28", 2, NEXT): NEXT_DETAIL,
    ("d28", 3, "says the request is cancelled and that nothing was sent"): says(
        "stop|geannuleerd", "niets verstuurd"
    ),
    ("d28", 3, "asks for no further details"): asks_not(),
}
