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
