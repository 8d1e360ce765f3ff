//! Payment and accounts. Recognised so that they are left alone.

use super::{Row, row, short, unless};
use crate::meaning::Meaning;

pub(super) static ROWS: &[Row] = &[
    short(row(
        Meaning::CardName,
        0.93,
        &[
            r"(name|names) .{0,14}(on|of) (the |your |credit |debit )*card|card ?holder|name of card|cc ?name|card ?name|nameoncard",
            r"karteninhaber|name auf der karte",
            r"titular( de la tarjeta)?$|nombre (que aparece )?en la tarjeta",
            r"titulaire|nom sur la carte",
        ],
    )),
    short(row(
        Meaning::CardType,
        0.9,
        &[
            r"(credit |debit |payment )?card ?(type|brand)|type of (credit )?card|cc ?type|select (a |your )?(credit )?card$",
            r"kartentyp|kartenart|tipo de tarjeta|type de carte",
        ],
    )),
    row(
        Meaning::CardCode,
        0.93,
        &[
            r"\b(cvv|cvc|csc|cvn|cvv2|cid)\b|card ?(security|verification|validation) ?(code|value|number)|verification (value|number)",
            r"cvv ?(2|code|number)|security ?code.{0,20}(card|cvv)|security code on",
            r"prufziffer|kartenprufnummer|sicherheitscode|codigo de seguridad( de la tarjeta)?$|cryptogramme",
        ],
    ),
    short(unless(
        &[r"gift|reward|member|loyalty|library|insurance|id card|business card|miles|green card"],
        row(
            Meaning::CardNumber,
            0.93,
            &[
                r"card ?(number|no|num|nr)\b|(credit|debit) ?card( #| number| no)?$|cc ?(number|num|no)\b|cardnumber|account number card",
                r"kartennummer|numero de (la )?tarjeta|numero de (la )?carte( bancaire| de credit)?$",
            ],
        ),
    )),
    short(unless(
        &[r"visa|passport|licen|permit|certif|contract|clearance|document|start|registration"],
        row(
            Meaning::CardExpiry,
            0.9,
            &[
                r"\bexp(\b|ir(y|e|ation|es|ydate)|date|month|year|mm|yy)|card ?(month|year)|valid (until|thru|through|to)|^mm ?yy(yy)?$",
                r"gultig bis|ablaufdatum|caducidad|vencimiento|date d expiration",
            ],
        ),
    )),
    short(row(
        Meaning::BankAccount,
        0.9,
        &[
            r"\biban\b|\bbic\b|bank account|routing number|sort code|swift code|bankverbindung|kontonummer|kontoinhaber|cuenta bancaria|numero de cuenta|compte bancaire|\brib\b",
        ],
    )),
    short(unless(
        &[r"password"],
        row(
            Meaning::OneTimeCode,
            0.8,
            &[
                r"^(enter )?(the |your )?(security|verification|confirmation|one time|access) (code|passcode)( .*)?$|one time (pass)?code|\botp\b",
                r"bestatigungscode|verifizierungscode|codigo de verificacion|code de (verification|securite)",
            ],
        ),
    )),
];
