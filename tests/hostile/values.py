"""Values that somebody, or a program, may put into an address or a form."""

from urllib.parse import quote

# In the path and in parameters, as they stand in an address: percent-encoded.
VALUES = {
    "NUL": "a%00b",
    "a digit for str.isdigit only": quote("²"),
    "beyond 64 bits": "9223372036854775808",
    "thirty digits": "1" + "0" * 30,
    "five thousand digits": "9" * 5000,
    "below nothing": "-1",
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "not UTF-8": "%ff",
    "half a surrogate": "%ED%A0%80",
    "three thousand letters": "a" * 3000,
}

# In parameters only: a path with these is another path, or none.
PARAMETERS = VALUES | {
    "nothing": "",
    "zero below nothing": "-0",
    "the largest key": "9223372036854775807",
    "one more than a small integer": "32768",
    "no float": "1e400",
    "not a number": "nan",
    "no day": "2026-02-30",
    "a moment beyond every zone": quote("9999-12-31T23:59:59+14:00"),
    "brackets": quote("[[[[{{((" * 40),
    "words of a query": quote('"a\' OR 1=1 --\\ title:"x AND ('),
    "columns of others": "-person__user__password",
    "an address": quote("//example.org/../../etc/passwd"),
    "wild cards": quote("%_*?") * 50,
    "another alphabet": quote("\u202e٣一\U0001f9ff\ufeff"),
}
# What no screen asked for, beside whatever one asks for.
UNKNOWN = "&".join(
    [
        "",
        "=",
        "=x",
        "%00=1",
        "%ff",
        "x[]=1",
        "x[y][z]=2",
        "__proto__=1",
        "a" * 300 + "=1",
        "csrfmiddlewaretoken=x",
        "&&",
    ]
)

# In the fields of forms, as text; each kind of field gets those that could be meant for it.
TEXTS = {
    "NUL": "a\x00b",
    "other controls": "\x1b[31m\x7f\u2028\u202e",
    "three thousand letters": "a" * 3000,
    "another alphabet": "王小明\U0001f9ff\ufeff\u200d",
    "markup": "<script>{{ x }}{% y %}</script>&#0;",
    "only spaces": " \t\u00a0\u3000",
}
NUMBERS = {
    "below nothing": "-1",
    "zero": "0",
    "beyond a small integer": "32768",
    "beyond an integer": "2147483648",
    "beyond 64 bits": "9223372036854775808",
    "five thousand digits": "9" * 5000,
    "no float": "1e400",
    "not a number": "NaN",
    "a digit for str.isdigit only": "²",
    "thirty places": "0." + "1" * 30,
}
DAYS = {
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "no day": "2026-02-30",
    "year 0": "0000-00-00",
    "five digits": "10000-01-01",
    "the first day": "1900-01-01",
    "the last day": "2100-12-31",
}
MOMENTS = {
    "year 1": "0001-01-01 00:00",
    "year 9999": "9999-12-31 23:59",
    "an hour that the clocks left out": "2026-03-29 02:30",
    "with a zone": "2026-01-01T00:00:00+99:99",
    "the first moment": "1900-01-01 00:00",
    "the last moment": "2100-12-31 23:59",
}
CHOICES = {
    "NUL": "a\x00b",
    "a digit for str.isdigit only": "²",
    "beyond 64 bits": "9223372036854775808",
    "below nothing": "-1",
    "no key": "abc",
    "a key that is not there": "987654321",
}
LISTS = {"nested": '{"a":' * 30 + "[" * 500, "a list": "[1, null, {}]", "a number": "1e400", "NUL": '["\\u0000"]'}
# Name and content of a file.
FILES = {
    "a name of three hundred letters": ("a" * 300 + ".png", b"\x89PNG"),
    "a name with another path": ("../../x\x00.xlsx", b"PK\x03\x04"),
    "nothing in it": ("x.pdf", b""),
}
EVERYTHING = {**TEXTS, **NUMBERS, **DAYS, **MOMENTS, **CHOICES, **LISTS}
