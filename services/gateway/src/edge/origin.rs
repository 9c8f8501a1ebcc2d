//! Whether a page of ours sent a request. Browsers name the page's origin in a header that scripts
//! can't set; what comes from elsewhere may not act with the cookies of the person.

use axum::http::{HeaderMap, HeaderName, header};
use handup_contracts::Problem;

use crate::config::Config;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A page of ours, or the person's own typing.
    Same,
    /// Another site.
    Foreign,
    /// No browser said anything.
    Unknown,
}

impl Origin {
    /// Reads what the browser says.
    pub(crate) fn of(headers: &HeaderMap, config: &Config) -> Self {
        let text = |name| {
            headers
                .get(name)
                .map(|value| value.to_str().unwrap_or("null"))
        };
        if let Some(origin) = text(header::ORIGIN) {
            return if is_own(origin, text(header::HOST), config) {
                Self::Same
            } else {
                Self::Foreign
            };
        }
        match text(SEC_FETCH_SITE) {
            Some("same-origin" | "none") => Self::Same,
            Some(_) => Self::Foreign,
            None => Self::Unknown,
        }
    }

    /// Refuses other sites; for calls that use no cookie.
    pub(crate) fn refuse_foreign(self) -> Result<(), Problem> {
        match self {
            Self::Same | Self::Unknown => Ok(()),
            Self::Foreign => Err(refused()),
        }
    }

    /// Refuses all but pages of ours; for calls that act with a cookie.
    pub(crate) fn require_same(self) -> Result<(), Problem> {
        match self {
            Self::Same => Ok(()),
            Self::Unknown | Self::Foreign => Err(refused()),
        }
    }
}

fn refused() -> Problem {
    Problem::forbidden(
        "This came from another site. With cookies, only pages of Handup itself may do this.",
    )
}

fn is_own(origin: &str, host: Option<&str>, config: &Config) -> bool {
    let origin = origin.to_ascii_lowercase();
    let public = config.public_url.to_ascii_lowercase();
    if !public.is_empty() && split(&origin) == split(&public) {
        return true;
    }
    let Some((scheme, authority)) = split(&origin) else {
        return false;
    };
    // A page that came unencrypted may have been written by anybody on the way.
    if config.is_encrypted() && scheme != "https" {
        return false;
    }
    host.is_some_and(|host| without_default_port(scheme, &host.to_ascii_lowercase()) == authority)
}

/// Scheme and authority of an address.
fn split(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split('/').next()?;
    Some((scheme, without_default_port(scheme, authority)))
}

fn without_default_port<'a>(scheme: &str, authority: &'a str) -> &'a str {
    let port = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => return authority,
    };
    authority.strip_suffix(port).unwrap_or(authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(headers: &[(&'static str, &'static str)], public_url: &str) -> Origin {
        let headers = headers
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    axum::http::HeaderValue::from_static(value),
                )
            })
            .collect();
        let config = Config {
            public_url: public_url.to_owned(),
            ..Config::default()
        };
        Origin::of(&headers, &config)
    }

    #[test]
    fn a_page_of_the_same_host_is_ours() {
        for (origin, host) in [
            ("http://lab.example:8090", "lab.example:8090"),
            ("http://LAB.example", "lab.example:80"),
            ("https://lab.example", "lab.example"),
        ] {
            assert_eq!(
                judge(&[("origin", origin), ("host", host)], ""),
                Origin::Same
            );
        }
    }

    #[test]
    fn a_page_of_the_public_address_is_ours_whatever_host_a_proxy_names() {
        let headers = [
            ("origin", "https://handup.example"),
            ("host", "10.0.0.3:8090"),
        ];
        assert_eq!(judge(&headers, "https://handup.example/"), Origin::Same);
        assert_eq!(judge(&headers, "https://other.example"), Origin::Foreign);
    }

    #[test]
    fn other_sites_sandboxes_and_unencrypted_pages_are_foreign() {
        for origin in [
            "https://evil.example",
            "null",
            "http://handup.example",
            "handup.example",
        ] {
            let headers = [("origin", origin), ("host", "handup.example")];
            assert_eq!(judge(&headers, "https://handup.example"), Origin::Foreign);
        }
    }

    #[test]
    fn without_an_origin_the_browser_may_say_it_otherwise() {
        assert_eq!(
            judge(&[("sec-fetch-site", "same-origin")], ""),
            Origin::Same
        );
        assert_eq!(
            judge(&[("sec-fetch-site", "cross-site")], ""),
            Origin::Foreign
        );
        assert_eq!(judge(&[("host", "lab.example")], ""), Origin::Unknown);
    }
}
