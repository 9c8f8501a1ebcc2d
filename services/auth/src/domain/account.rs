//! What an account may be called and how it may be locked.

use email_address::{EmailAddress, Options};
use handup_contracts::FieldProblem;

/// Fewest and most characters of a username.
const USERNAME: std::ops::RangeInclusive<usize> = 3..=32;
/// Most bytes of an e-mail address (RFC 5321, section 4.5.3.1.3, without the brackets).
const LONGEST_EMAIL: usize = 254;
/// Fewest and most characters of a password. More would only make the hash function slower.
const PASSWORD: std::ops::RangeInclusive<usize> = 10..=128;
/// Most characters of a display name.
const LONGEST_DISPLAY_NAME: usize = 80;
/// Most characters kept of a device's description.
const LONGEST_DEVICE: usize = 200;

/// What somebody fills in to register.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form<'a> {
    pub(crate) username: &'a str,
    pub(crate) email: &'a str,
    pub(crate) password: &'a str,
    pub(crate) password_confirmation: &'a str,
    pub(crate) display_name: &'a str,
}

/// The names of a new account, as they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) username: String,
    pub(crate) username_key: String,
    pub(crate) email: String,
    pub(crate) email_key: String,
    pub(crate) display_name: String,
}

/// The names in `form`, and every field that breaks a rule. The names are there in any case, so
/// that the caller can also say which are taken.
pub(crate) fn check(form: &Form<'_>) -> (Names, Vec<FieldProblem>) {
    let names = names(form);
    let mut problems = Vec::new();
    let mut complain = |field: &str, message: String| {
        problems.push(FieldProblem {
            field: field.to_owned(),
            message,
        });
    };
    if !is_username(&names.username) {
        complain(
            "username",
            format!(
                "The username must have {} to {} characters: letters, digits, dots, underscores or hyphens.",
                USERNAME.start(),
                USERNAME.end()
            ),
        );
    }
    if !is_email(&names.email) {
        complain(
            "email",
            "Please enter a valid e-mail address, such as ada@example.org.".to_owned(),
        );
    }
    if let Some(message) = password_problem(form.password, &names) {
        complain("password", message);
    }
    if form.password != form.password_confirmation {
        complain(
            "password_confirmation",
            "The two passwords are not the same.".to_owned(),
        );
    }
    if names.display_name.chars().count() > LONGEST_DISPLAY_NAME
        || names.display_name.contains(char::is_control)
    {
        complain(
            "display_name",
            format!("The display name may have at most {LONGEST_DISPLAY_NAME} characters."),
        );
    }
    (names, problems)
}

/// Says that somebody else has this username.
pub(crate) fn username_taken() -> FieldProblem {
    FieldProblem {
        field: "username".to_owned(),
        message: "This username is already taken.".to_owned(),
    }
}

/// Says that somebody else has this address.
pub(crate) fn email_taken() -> FieldProblem {
    FieldProblem {
        field: "email".to_owned(),
        message: "This e-mail address is already taken.".to_owned(),
    }
}

/// How names are compared: without regard to case.
pub(crate) fn key(name: &str) -> String {
    // PostgreSQL refuses a NUL in a text, even in a question; no name has either character.
    name.trim().to_lowercase().replace('\0', "\u{fffd}")
}

/// Whether `login` can only be an e-mail address: usernames have no `@`.
pub(crate) fn is_address(login: &str) -> bool {
    login.contains('@')
}

/// Whether a password can be this long.
pub(crate) fn is_possible_password(password: &str) -> bool {
    password.chars().count() <= *PASSWORD.end()
}

/// What is kept of a device's description: printable and short.
pub(crate) fn device(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control())
        .take(LONGEST_DEVICE)
        .collect()
}

fn names(form: &Form<'_>) -> Names {
    let username = form.username.trim();
    let email = form.email.trim();
    let display_name = form.display_name.trim();
    Names {
        username: username.to_owned(),
        username_key: key(username),
        email: email.to_owned(),
        email_key: key(email),
        display_name: if display_name.is_empty() {
            username.to_owned()
        } else {
            display_name.to_owned()
        },
    }
}

fn is_username(username: &str) -> bool {
    USERNAME.contains(&username.len())
        && username
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

fn is_email(email: &str) -> bool {
    let options = Options::default()
        .with_required_tld()
        .without_display_text()
        .without_domain_literal();
    email.len() <= LONGEST_EMAIL && EmailAddress::parse_with_options(email, options).is_ok()
}

fn password_problem(password: &str, names: &Names) -> Option<String> {
    if !PASSWORD.contains(&password.chars().count()) {
        return Some(format!(
            "The password must have {} to {} characters.",
            PASSWORD.start(),
            PASSWORD.end()
        ));
    }
    let password_key = key(password);
    (password_key == names.username_key || password_key == names.email_key).then(|| {
        "The password must not be the same as the username or the e-mail address.".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOOD: Form<'static> = Form {
        username: "Ada.Lovelace",
        email: "Ada@Example.org",
        password: "analytical engine",
        password_confirmation: "analytical engine",
        display_name: "",
    };

    fn bad_fields(form: &Form<'_>) -> Vec<String> {
        check(form)
            .1
            .into_iter()
            .map(|problem| problem.field)
            .collect()
    }

    #[test]
    fn names_are_kept_as_written_and_compared_without_case() {
        let (names, problems) = check(&GOOD);
        assert_eq!(problems, []);
        assert_eq!(names.username, "Ada.Lovelace");
        assert_eq!(names.username_key, "ada.lovelace");
        assert_eq!(names.email_key, "ada@example.org");
        assert_eq!(names.display_name, "Ada.Lovelace");
    }

    #[test]
    fn every_bad_field_is_named_at_once() {
        let form = Form {
            username: "a",
            email: "nobody",
            password: "short",
            password_confirmation: "other",
            display_name: &"x".repeat(81),
        };
        assert_eq!(
            bad_fields(&form),
            [
                "username",
                "email",
                "password",
                "password_confirmation",
                "display_name"
            ]
        );
    }

    #[test]
    fn a_password_may_not_be_a_name_of_the_account() {
        for password in ["ADA.lovelace", "ada@example.ORG"] {
            let form = Form {
                password,
                password_confirmation: password,
                ..GOOD
            };
            assert_eq!(bad_fields(&form), ["password"], "{password}");
        }
    }

    #[test]
    fn addresses_no_mail_can_reach_are_refused() {
        let long = format!("{}@example.org", "a".repeat(250));
        for email in [
            "",
            "ada",
            "ada@",
            "@example.org",
            "ada@localhost",
            "Ada <ada@example.org>",
            "ada@[127.0.0.1]",
            &long,
        ] {
            assert_eq!(bad_fields(&Form { email, ..GOOD }), ["email"], "{email}");
        }
    }

    proptest! {
        #[test]
        fn every_username_of_the_allowed_characters_is_good(username in "[A-Za-z0-9._-]{3,32}") {
            prop_assert_eq!(bad_fields(&Form { username: &username, ..GOOD }), Vec::<String>::new());
        }

        #[test]
        fn what_is_accepted_keeps_all_rules(
            username in ".{0,40}",
            email in "(.{0,20}|[a-z]{1,8}@[a-z]{1,8}\\.[a-z]{2,4})",
            password in ".{0,140}",
            display_name in ".{0,90}",
        ) {
            let form = Form {
                username: &username,
                email: &email,
                password: &password,
                password_confirmation: &password,
                display_name: &display_name,
            };
            let (names, problems) = check(&form);
            if problems.is_empty() {
                prop_assert!(USERNAME.contains(&names.username.chars().count()));
                prop_assert!(!names.username.contains('@'));
                prop_assert!(is_address(&names.email));
                prop_assert!(PASSWORD.contains(&password.chars().count()));
                prop_assert!(is_possible_password(&password));
                prop_assert!(!names.display_name.is_empty());
                prop_assert!(names.display_name.chars().count() <= LONGEST_DISPLAY_NAME);
                prop_assert!(names.email.len() <= LONGEST_EMAIL);
            }
        }

        #[test]
        fn a_device_is_short_and_printable(text in "(.|\n|\r){0,400}") {
            let device = device(&text);
            prop_assert!(device.chars().count() <= LONGEST_DEVICE);
            prop_assert!(!device.contains(char::is_control));
        }
    }
}
