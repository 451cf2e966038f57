"""json.json: the strict reader, seen through the payload."""

from book import LATER, Book, err
from testkeys import HS, SECRET
from tokens import token

BAD = err("payload_malformed")
HEAD = {"alg": "HS256"}


def build():
    book = Book("json", "The payload is one strict JSON object; everything else is refused after the signature held.")
    base = "RFC 8259; verdict rule: JSON"
    exp = '"exp":%d' % LATER

    def case(name, why, text, good=False, rule=base):
        book.verify("json-" + name, why, rule, token(HEAD, text, SECRET), HS, None if good else BAD)

    def value(name, why, text, good=False, rule=base):
        """One value, as a member next to a good exp."""
        text = text if isinstance(text, bytes) else text.encode()
        case(name, why, b"{" + exp.encode() + b',"x":' + text + b"}", good, rule)

    for name, text in [("array", f"[{{{exp}}}]"), ("string", '"{}"'), ("number", "5"), ("null", "null"), ("true", "true"),
                       ("white-space", " \n"), ("word", "exp"), ("unclosed", "{" + exp), ("closed-twice", "{" + exp + "}}")]:
        case("not-an-object-" + name, "Only a JSON object is a set of claims.", text, rule="RFC 7519 §7.2; verdict rule: JSON")

    case("white-space-around", "JSON white space is allowed around and between, and handed out as it came.",
         ' \t\r\n{ \n"exp" :\t%d\r\n} \t\r\n' % LATER, True)
    for name, why, before, after in [
        ("form-feed", "A form feed is not JSON white space.", "", "\f"), ("vertical-tab", "A vertical tab is not either.", "\v", ""),
        ("no-break-space", "A no-break space is not either.", "", "\u00a0"), ("bom", "No byte order mark.", "\ufeff", ""),
        ("bom-behind", "Nor a byte order mark at the end.", "", "\ufeff"), ("nul-behind", "A NUL does not end the text.", "", "\0"),
        ("second-object", "A second object may not follow.", "", '{"admin":true}'), ("comma-behind", "Nothing may follow.", "", ","),
        ("record-separator", "This is not a JSON text sequence.", "\x1e", "\n"),
        ("anti-hijacking-prefix", "A prefix for browsers is not JSON.", ")]}'\n", ""),
    ]:
        case(name, why, before + "{" + exp + "}" + after)
    for name, why, encoding in [("utf-16le", "UTF-16 is not UTF-8.", "utf-16-le"), ("utf-16be", "UTF-16 is not UTF-8.", "utf-16-be"),
                                ("utf-16-bom", "UTF-16 with its mark is not UTF-8.", "utf-16"), ("utf-32", "UTF-32 is not UTF-8.", "utf-32-le")]:
        case(name, why, ("{" + exp + "}").encode(encoding), rule="RFC 8259 §8.1; verdict rule: JSON")

    rule = "RFC 8259 §4, RFC 7519 §4; verdict rule: JSON, duplicates; security T36"
    for name, why, text in [
        ("exp", "A second exp could be the one another parser reads.", "{%s,\"exp\":99999999999}" % exp),
        ("exp-escaped", "An escaped spelling is the same name.", '{%s,"\\u0065xp":99999999999}' % exp),
        ("escaped-letter", 'The names "a" and "\\u0061" are one.', '{%s,"a":1,"\\u0061":1}' % exp),
        ("escaped-both", "Upper and lower hex digits spell the same name.", '{%s,"\\u00E9":1,"\\u00e9":1}' % exp),
        ("escaped-solidus", 'The names "/" and "\\/" are one.', '{%s,"/":1,"\\/":1}' % exp),
        ("surrogate-pair", "A pair of escapes and the character itself are one name.", '{%s,"\U0001f600":1,"\\ud83d\\ude00":1}' % exp),
        ("nested", "Duplicates are refused inside an object too.", '{%s,"x":{"a":1,"a":1}}' % exp),
        ("nested-in-list", "And inside an object in a list.", '{%s,"x":[0,{"b":{"a":1,"c":2,"a":3}}]}' % exp),
        ("empty-name", "The empty name is a name.", '{%s,"":1,"":2}' % exp),
        ("far-apart", "However many members lie between.", "{%s,\"m0\":0,%s,\"m0\":1}" % (exp, ",".join('"m%d":0' % i for i in range(1, 40)))),
    ]:
        case("duplicate-" + name, why, text, rule=rule)
    for name, why, text in [
        ("other-case", "Exp is another name than exp.", '{%s,"Exp":1,"EXP":"x"}' % exp),
        ("siblings", "The same name in two objects is not a duplicate.", '{%s,"x":{"a":1},"y":{"a":1},"a":[{"a":1},{"a":1}]}' % exp),
        ("normalization", "A letter and its decomposed form are two names.", '{%s,"\u00e9":1,"e\u0301":2}' % exp),
        ("strings-in-list", "Equal strings in a list are fine.", '{%s,"x":["a","a"]}' % exp),
    ]:
        case("not-duplicate-" + name, why, text, True, rule)

    rule = "verdict rule: JSON depth; security T37"
    case("depth-64-lists", "Sixty-four levels, the object being the first, are allowed.",
         "{%s,\"x\":%s%s}" % (exp, "[" * 63, "]" * 63), True, rule)
    case("depth-65-lists", "Sixty-five levels are one too many.", "{%s,\"x\":%s%s}" % (exp, "[" * 64, "]" * 64), rule=rule)
    case("depth-64-objects", "Objects count as lists do.", "{%s,%s1%s" % (exp, '"x":{' * 63 + '"x":', "}" * 64), True, rule)
    case("depth-65-objects", "Objects count as lists do.", "{%s,%s1%s" % (exp, '"x":{' * 64 + '"x":', "}" * 65), rule=rule)
    case("depth-3000", "A tower of brackets ends in a refusal, not in a stack overflow.",
         "{%s,\"x\":%s%s}" % (exp, "[" * 3000, "]" * 3000), rule=rule)
    case("depth-3000-unclosed", "So does an unfinished tower.", "{%s,\"x\":%s" % (exp, "[" * 3000), rule=rule)
    case("wide-not-deep", "Many neighbours are not depth.", "{%s,\"x\":[%s]}" % (exp, ",".join(["[]"] * 200)), True, rule)

    rule = "RFC 8259 §7 and §8.2; verdict rule: JSON, surrogates"
    for name, why, text in [
        ("high", "Half a pair is not a character.", '"\\ud800"'), ("low", "Nor is the other half alone.", '"\\udc00"'),
        ("reversed", "A pair the wrong way round is two halves.", '"\\ude00\\ud83d"'), ("two-high", "Two first halves are not a pair.", '"\\ud83d\\ud83d"'),
        ("then-letter", "A half followed by a letter.", '"\\ud83dx"'), ("then-escape", "A half followed by another escape.", '"\\ud83d\\n"'),
        ("last", "The highest second half.", '"\\uDFFF"'), ("in-list", "Also deep inside.", '[{"y":["\\ud800"]}]'),
    ]:
        value("surrogate-" + name, why, text, rule=rule)
    case("surrogate-in-name", "Also in a name.", '{%s,"\\ud800":1}' % exp, rule=rule)
    value("surrogate-pair", "A proper pair is one character.", '"\\ud83d\\ude00 \\uD83D\\uDE00"', True, rule)

    rule = "RFC 3629, RFC 8259 §8.1; verdict rule: JSON, UTF-8"
    for name, why, raw in [
        ("ff", "0xFF begins nothing.", b"\xff"), ("lone-continuation", "A continuation byte alone.", b"\x80"),
        ("truncated", "A character cut short.", b"\xe2\x82"), ("overlong-nul", "An overlong spelling of NUL.", b"\xc0\x80"),
        ("overlong-slash", "An overlong spelling of a slash.", b"\xe0\x80\xaf"), ("surrogate-bytes", "A surrogate as three bytes.", b"\xed\xa0\x80"),
        ("cesu-8", "A pair of surrogates as six bytes.", b"\xed\xa0\xbd\xed\xb8\x80"), ("beyond-unicode", "Beyond the last character.", b"\xf4\x90\x80\x80"),
        ("five-bytes", "Five-byte sequences are gone.", b"\xf8\x88\x80\x80\x80"), ("latin-1", "Latin-1 text is not UTF-8.", b"caf\xe9"),
    ]:
        value("utf-8-" + name, why, b'"' + raw + b'"', rule=rule)
    case("utf-8-in-name", "Names are UTF-8 too.", b'{"exp":%d,"\xff":1}' % LATER, rule=rule)
    value("utf-8-good", "One, two, three and four bytes, raw.", '"z \u00df \u6c34 \U0001f34c \uffff \U0010ffff"', True, rule)
    value("line-separators", "U+2028 and U+2029 are plain characters.", '"\u2028\u2029"', True, rule)

    rule = "RFC 8259 §7; verdict rule: JSON"
    for name, why, text in [
        ("raw-nul", "A raw NUL.", '"a\0b"'), ("raw-newline", "A raw line end.", '"a\nb"'), ("raw-tab", "A raw tab.", '"a\tb"'),
        ("raw-1f", "The last control character.", '"a\x1fb"'), ("escape-x", "There is no escape x.", '"\\x41"'),
        ("escape-quote", "There is no escaped single quote.", "\"\\'\""), ("escape-upper-u", "The escape's u is lower case.", '"\\U0041"'),
        ("escape-short", "Four hex digits, not three.", '"\\u041"'), ("escape-not-hex", "Four hex digits, not letters.", '"\\u00g0"'),
        ("escape-sign", "A sign is not a hex digit.", '"\\u+041"'), ("single-quoted", "Single quotes are not JSON.", "'a'"),
        ("unclosed-string", "A string must end.", '"a'), ("backslash-end", "A backslash escapes the closing quote.", '"a\\"'),
    ]:
        value("string-" + name, why, text, rule=rule)
    value("string-escapes", "Every escape there is.", '"\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000 \\u007f"', True, rule)
    value("string-raw-delete", "DEL is not a control character for JSON.", '"\x7f"', True, rule)

    rule = "RFC 8259 §6; verdict rule: JSON, numbers"
    for name, text in [
        ("plus", "+1"), ("leading-zero", "01"), ("minus-leading-zero", "-01"), ("bare-point", "1."), ("no-integer", ".5"), ("bare-exponent", "1e"),
        ("exponent-sign-only", "1e+"), ("hex", "0x10"), ("minus-alone", "-"), ("two-points", "1.2.3"), ("underscore", "1_000"), ("suffix", "1n"),
        ("nan", "NaN"), ("infinity", "Infinity"), ("minus-infinity", "-Infinity"), ("inf", "inf"), ("fullwidth-digit", "\uff11"),
    ]:
        value("number-" + name, "This is not how JSON writes a number.", text, rule=rule)
    for name, text in [("1e400", "1e400"), ("minus-1e400", "-1e400"), ("just-over", "1.7976931348623159e308"), ("400-digits", "9" * 400),
                       ("huge-exponent", "1e99999999999999999999")]:
        value("number-overflow-" + name, "A number that no double holds is refused, not turned into infinity.", text,
              rule="verdict rule: JSON, numbers; security T23")
    value("number-overflow-nested", "However deep it lies.", '[[{"y":1e309}]]', rule=rule)
    for name, text in [("forms", "[0,-0,0.0,1E5,1e+5,1e-5,-1.5e3]"), ("largest", "1.7976931348623157e308"), ("underflow", "1e-400"),
                       ("300-digits", "9" * 300), ("big-integer", "12345678901234567890123")]:
        value("number-" + name, "A number a double can hold, handed out as it was written.", text, True, rule)

    for name, text in [("trailing-comma-list", "[1,]"), ("leading-comma", "[,1]"), ("missing-comma", "[1 2]"), ("missing-colon", '{"a" 1}'),
                       ("missing-value", '{"a":}'), ("number-as-name", "{1:2}"), ("comment-line", "1 // one\n"), ("comment-block", "/* */1"), ("upper-true", "True"),
                       ("undefined", "undefined"), ("mismatched", "[1}"), ("cut-word", "nul")]:
        value("grammar-" + name, "This is not JSON.", text)
    case("grammar-trailing-comma", "A comma before the end is not JSON.", "{" + exp + ",}")
    value("empty-values", "Empty text, list, object and name are values like others.", '["",[],{},{"":null}]', True)
    case("proto-name", "A name that means something to a host is only a name.",
         '{%s,"__proto__":{"admin":true},"constructor":1,"toString":null}' % exp, True)

    rule = "verdict rule: payload JSON; RFC 8259 §5"
    for name, why, text, good in [
        ("then-comma", "A list of strings ends with a string.", '["b",]', False),
        ("comma-twice", "One comma between two of them.", '["b",,"c"]', False),
        ("comma-missing", "And no less than one.", '["b" "c"]', False),
        ("closed-as-object", "It closes as it opened.", '["b"}', False),
        ("unclosed", "It closes.", '["b"', False),
        ("spaced", "White space may surround each.", '[ "b" ,\t"c"\n]', True),
        ("then-number", "Strings may be followed by anything.", '["b",1,"c",null]', True),
        ("then-object-twice", "Names inside it may not repeat.", '["b",{"c":1,"c":2}]', False),
        ("then-object", "And may occur once.", '["b",{"c":["d",{}]}]', True),
    ]:
        case("strings-" + name, why, '{%s,"a":%s}' % (exp, text), good, rule)

    # The reader takes several bytes at a time: around its steps, what ends a string is met everywhere.
    rule = "verdict rule: payload JSON; RFC 8259 §7"
    for at in (31, 32, 63, 64, 65, 127, 128, 191, 192):
        start = '{%s,"a":"' % exp
        start += "b" * (at - len(start))
        rest = "c" * 70 + '"}'
        case(f"control-at-{at}", f"A control character is refused wherever it is, here after {at} bytes.", start + "\x01" + rest, rule=rule)
        case(f"escape-at-{at}", f"An escape is taken wherever it is, here after {at} bytes.", start + '\\"' + rest, True, rule)
        case(f"end-at-{at}", f"A string ends wherever its quote is, here after {at} bytes.", start + '","d":["e"]}', True, rule)
        case(f"cut-at-{at}", f"A string that does not end is refused, here a text of {at} bytes.", start, rule=rule)
