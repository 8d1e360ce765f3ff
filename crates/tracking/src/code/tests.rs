//! Our own examples: mails that carry a code, and mails that carry something that looks like one.

use super::*;

fn of(subject: &str, body: &str) -> Option<String> {
    in_text(subject, body).map(|code| code.as_typed().to_owned())
}

#[test]
fn a_code_is_found_in_four_languages_however_it_is_told() {
    let cases: &[(&str, &str, &str)] = &[
        // English
        (
            "Security code for your application to Acme",
            "Hi Robin,\n\nCopy and paste this code into the security code field on your application: a1B2c3D4\n\nAfter you enter the code, resubmit your application.",
            "a1B2c3D4",
        ),
        (
            "Security code for your application to Acme",
            "Copy and paste this code into the security code field on your application:\n\nXqRtbLmK\n\nThis code expires in 10 minutes.",
            "XqRtbLmK",
        ),
        ("Your verification code", "Your verification code is 482913.", "482913"),
        ("482913 is your verification code", "It expires in 15 minutes. Do not share it.", "482913"),
        (
            "Verify your email",
            "Please use the following code to verify your account:\n\n  7714  \n\nThe code is valid for 10 minutes.",
            "7714",
        ),
        ("Acme Careers", "Enter the code 90412 to confirm your e-mail address.", "90412"),
        ("Sign in to your candidate account", "Use verification code 661204 to sign in.", "661204"),
        ("Your one-time password", "Your one-time password is: 339 018", "339018"),
        ("Confirm your email", "Your confirmation code: \"TR58-K2PQ\"", "TR58K2PQ"),
        ("Your login code", "Login code: 05519273", "05519273"),
        ("Your code", "Here is your code:\n\n**483920**\n\nNeed help? Call +1 415 555 0100.", "483920"),
        ("Verification", "Your OTP is 7781.", "7781"),
        (
            "Your Workday verification code",
            "Dear Robin,\nVerification code for Acme Careers: 204118\nOrder of steps: enter it on the page.",
            "204118",
        ),
        (
            "Confirm it is you",
            "1 9 4 0 2 7\n\nThis is your security code. It holds for five minutes.",
            "194027",
        ),
        (
            "Action needed",
            "We received your application on 12 March 2026.\nTo finish, type this code:\n9QX2M7\nIf this was not you, ignore this mail.",
            "9QX2M7",
        ),
        // German
        ("Ihr Sicherheitscode", "Ihr Sicherheitscode lautet 551 208.", "551208"),
        (
            "Bestätigungscode",
            "Guten Tag,\n\nbitte geben Sie folgenden Code in das Formular ein:\n\nK7T2M9QX\n\nEr ist 15 Minuten gültig.",
            "K7T2M9QX",
        ),
        ("Dein Code für Nordlicht", "Dein Code für die Bewerbung bei Nordlicht ist: 77120", "77120"),
        ("734512 ist Ihr Bestätigungscode", "Teilen Sie ihn mit niemandem.", "734512"),
        ("Verifizierung", "Verifizierungscode: 4831", "4831"),
        ("Anmeldung", "Ihr Einmalpasswort lautet: 90aB12xZ", "90aB12xZ"),
        // Spanish
        ("Tu código de seguridad", "Tu código de seguridad es 662 910.", "662910"),
        (
            "Código de verificación",
            "Introduce este código en el formulario:\n\n84kQ29LM\n\nCaduca en 10 minutos.",
            "84kQ29LM",
        ),
        ("Verifica tu correo", "Código de verificación: 118274", "118274"),
        ("553901 es tu código", "No lo compartas con nadie.", "553901"),
        ("Confirma tu cuenta", "Su código de un solo uso es: 7702", "7702"),
        // French
        ("Votre code de sécurité", "Votre code de sécurité est : 440917", "440917"),
        (
            "Code de vérification",
            "Saisissez le code suivant pour valider votre candidature :\n\nP8W4Z1KD\n\nIl expire dans 10 minutes.",
            "P8W4Z1KD",
        ),
        ("Confirmez votre adresse", "Code de validation : 5521", "5521"),
        ("902177 est votre code de confirmation", "Ne le partagez avec personne.", "902177"),
        (
            "[Acme] Verify your email",
            "To complete your application please enter this 6-digit code: 118822",
            "118822",
        ),
        ("Ihr Code", "Geben Sie bitte den Code 551122 ein.", "551122"),
        ("Tu código", "Utiliza el código 772100 para verificar tu correo.", "772100"),
        // A year, a number and a link beside it change nothing.
        (
            "Your security code",
            "Your security code is 482913. © 2026 Acme. https://acme.example/verify?code=771204&token=AB12CD34",
            "482913",
        ),
        ("Your security code", "Application number: 88124471\nYour security code: 482913", "482913"),
        ("Security code", "Security code: 482913\nSecurity code: 482913", "482913"),
    ];
    let missed: Vec<_> =
        cases.iter().filter(|(subject, body, code)| of(subject, body).as_deref() != Some(*code)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn what_only_looks_like_a_code_is_none() {
    let cases: &[(&str, &str)] = &[
        ("Our code of conduct", "Our code of conduct changed in 2026. Read it before 20261201."),
        ("Thank you for applying", "Your application number is 48291377. We will write within 14 days."),
        ("Your order 482913", "Order number: 482913\nReference: AB12CD34"),
        ("Black Friday", "Use code SAVE2026 at checkout for 20 % off."),
        ("A gift", "Your promo code: WINTER25"),
        ("Ihr Gutschein", "Ihr Gutscheincode lautet HERBST25."),
        ("Para ti", "Tu código promocional es OTOÑO25. Código de descuento: AHORRA20"),
        ("Pour vous", "Votre code promo : NOEL2026"),
        ("Interview", "Zoom: Meeting ID: 851 2204 1190, Passcode: 482913. Your verification code is 482913."),
        ("Interview", "Call me at 4155550100 or +49 30 5550100."),
        ("Coding challenge", "The code challenge takes 90 minutes. Code review follows."),
        ("Your application", "Your zip code 10115 and your country code 0049 are missing."),
        ("Job alert", "Job code: R123456 Backend Engineer"),
        ("Verify your account", "Click to verify: https://acme.example/v/482913?code=AB12CD34"),
        ("Verify your account", "Your verification code was sent to your phone."),
        ("Your security code", "Your security code is on its way. We received your request in 2026."),
        ("Your security code", "It is valid until 2027."),
        ("Two codes", "Your security code is 482913.\nYour security code is 771204."),
        ("Reference", "Please keep your security code safe.\nReference number:\n482913"),
        ("Security", "Your security code is valid for 15minutes."),
        ("Code", "Your code is reviewed by our engineers with GitHub and JavaScript."),
        ("Your security code", "Your security code is necessary."),
        ("Bewerbung", "Ihre Referenznummer: 20268841. Der Dresscode ist leger."),
        ("Entrevista", "Su código postal es 28013."),
        ("Candidature", "Votre code postal : 75011. Référence : CDI48291"),
        ("Newsletter", "Enter the code below\n\nUnsubscribe\n\n94105"),
        ("Assessment", "Use access code HK7781 for the coding test and finish within 90 minutes."),
        ("Verification code", "Phone\n4155550100\nPlease call us for your verification code"),
        ("Telephone", "This code is long.\nPhone: 4155550100"),
    ];
    let found: Vec<_> = cases.iter().filter(|(subject, body)| of(subject, body).is_some()).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_code_in_html_is_found_and_one_in_its_links_is_not() {
    let raw = "From: Acme <no-reply@us.greenhouse-mail.io>\r\nTo: robin@mail.example\r\n\
               Subject: Security code for your application to Acme\r\nMIME-Version: 1.0\r\n\
               Content-Type: text/html; charset=utf-8\r\n\r\n\
               <html><head><style>.c482911{color:red}</style></head><body><p>Hi Robin,</p>\
               <p>Copy and paste this code into the security code field on your application:</p>\
               <h1>a1B2c3D4</h1><p><a href=\"https://acme.example/t/AB12CD34?code=999111\">Open</a></p>\
               <p>&copy; 2026 Acme, 94105 San Francisco</p></body></html>\r\n";
    let mail = crate::email::parse(raw.as_bytes());
    assert_eq!(find(&mail).unwrap().as_typed(), "a1B2c3D4");
}

#[test]
fn a_code_is_never_printed_and_can_be_taken_out_of_a_text() {
    let code = in_text("339 018 is your code", "").unwrap();
    assert_eq!(format!("{code:?}"), "Code(..)");
    assert_eq!(code.mask("339 018 is your code, 339018"), "•••••• is your code, ••••••");
}
