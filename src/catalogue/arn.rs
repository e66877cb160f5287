//! ARNs: which kind of thing one names, and what an id becomes one by.
//!
//! The forms are those of exports, as [`placeholder_arn`](super::placeholder_arn) has them.

use super::ResourceKind;
use super::placeholder::{HOLES, NO_ACCOUNT, NO_INSTANCE, NO_REGION, prefix};

/// What the ARNs of one instance have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// `eu-central-1`.
    pub region: Option<String>,
    /// Twelve digits.
    pub account: Option<String>,
    /// The id of the Connect instance.
    pub instance: Option<String>,
}

/// An ARN, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arn<'a> {
    /// `connect`, `lambda`, `lex`.
    pub service: &'a str,
    /// `eu-central-1`; empty for some services.
    pub region: &'a str,
    /// Twelve digits, or `aws` for what every account has.
    pub account: &'a str,
    /// All the rest.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// The parts of an ARN; nothing where it is none.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        if parts.next()? != "arn" || !parts.next()?.starts_with("aws") {
            return None;
        }
        let mut part = || {
            parts
                .next()
                .filter(|part| !part.contains(char::is_whitespace))
        };
        let (service, region, account) = (part()?, part()?, part()?);
        let resource = part().filter(|resource| !resource.is_empty())?;
        Some(Self {
            service,
            region,
            account,
            resource,
        })
    }

    /// The Connect instance that it belongs to.
    #[must_use]
    pub fn instance(&self) -> Option<&'a str> {
        let below = self.resource.strip_prefix("instance/")?;
        (self.service == "connect").then(|| below.split('/').next().unwrap_or(below))
    }

    /// The kind of thing that it names.
    #[must_use]
    pub fn kind(&self) -> Option<ResourceKind> {
        ResourceKind::ALL.into_iter().find(|kind| self.is(*kind))
    }

    fn is(&self, kind: ResourceKind) -> bool {
        let Some(form) = Arn::parse(prefix(kind)) else {
            return false;
        };
        // Views that AWS manages belong to no instance: `arn:aws:connect:…:aws:view/form:1`.
        let managed = kind == ResourceKind::View && self.resource.starts_with("view/");
        self.service == form.service && (managed || below(form.resource, self.resource))
    }
}

/// Whether a resource lies below a form, whose made-up ids stand for any.
fn below(form: &str, resource: &str) -> bool {
    let hole = HOLES.into_iter().find_map(|hole| form.split_once(hole));
    let Some((before, after)) = hole else {
        return resource.starts_with(form);
    };
    let Some(rest) = resource.strip_prefix(before) else {
        return false;
    };
    let end = rest.find('/').unwrap_or(rest.len());
    rest.get(end..).is_some_and(|rest| rest.starts_with(after))
}

impl Place {
    /// The ARN of the thing with this id; nothing where too little is known of the place,
    /// where the form needs more than one id, or where such things have no ARN.
    #[must_use]
    pub fn arn(&self, kind: ResourceKind, id: &str) -> Option<String> {
        let (region, account) = (self.region.as_deref()?, self.account.as_deref()?);
        if matches!(kind, ResourceKind::AppClient | ResourceKind::Text) {
            return None;
        }
        let mut arn = prefix(kind).to_owned();
        if arn.contains(NO_INSTANCE) {
            // A case template lies below a domain, whose id is not that of the instance.
            let instance = self.instance.as_deref();
            let instance = instance.filter(|_| kind != ResourceKind::CaseTemplate)?;
            arn = arn.replace(NO_INSTANCE, instance);
        }
        if kind == ResourceKind::Bot {
            // The id of a bot and that of its alias.
            id.split_once('/')?;
            arn = arn.replace("/0000000000/", "/");
        }
        // The instance comes first: a part of its made-up id is the account's.
        let arn = arn.replace(NO_REGION, region).replace(NO_ACCOUNT, account);
        Some(arn.replacen("arn:aws:", &format!("arn:{}:", partition(region)), 1) + id)
    }
}

/// AWS General Reference, "Amazon Resource Names": partitions.
fn partition(region: &str) -> &'static str {
    match region.split('-').collect::<Vec<_>>().as_slice() {
        ["us", "gov", ..] => "aws-us-gov",
        ["cn", ..] => "aws-cn",
        _ => "aws",
    }
}

/// Whether Connect takes nothing but a whole ARN for this kind (parameters `…ARN`).
#[must_use]
pub const fn needs_arn(kind: ResourceKind) -> bool {
    match kind {
        ResourceKind::Lambda
        | ResourceKind::Bot
        | ResourceKind::Assistant
        | ResourceKind::MessageTemplate
        | ResourceKind::UserPool
        | ResourceKind::KnowledgeBase => true,
        ResourceKind::Queue
        | ResourceKind::Agent
        | ResourceKind::Hours
        | ResourceKind::Prompt
        | ResourceKind::Flow
        | ResourceKind::View
        | ResourceKind::Module
        | ResourceKind::TaskTemplate
        | ResourceKind::CaseTemplate
        | ResourceKind::PhoneNumber
        | ResourceKind::DataTable
        | ResourceKind::AppClient
        | ResourceKind::Text => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::placeholder_arn;

    fn frankfurt() -> Place {
        Place {
            region: Some("eu-central-1".to_owned()),
            account: Some("111122223333".to_owned()),
            instance: Some("8a1c0d5e-1111-4222-8333-944445555666".to_owned()),
        }
    }

    #[test]
    fn every_form_is_recognised() {
        for kind in ResourceKind::ALL {
            let arn = placeholder_arn(kind, "support");
            assert_eq!(
                Arn::parse(&arn).and_then(|arn| arn.kind()),
                Some(kind),
                "{arn}"
            );
            let id = if kind == ResourceKind::Bot {
                "A/B"
            } else {
                "x"
            };
            if let Some(arn) = frankfurt().arn(kind, id) {
                assert_eq!(
                    Arn::parse(&arn).and_then(|arn| arn.kind()),
                    Some(kind),
                    "{arn}"
                );
                assert!(arn.contains(":eu-central-1:111122223333:"), "{arn}");
                assert!(!arn.contains("00000000"), "{arn}");
            }
        }
    }

    #[test]
    fn ids_become_arns() {
        let arn = |kind, id| frankfurt().arn(kind, id);
        insta::assert_snapshot!(
            [
                arn(ResourceKind::Queue, "q"),
                arn(ResourceKind::Lambda, "look-up"),
                arn(ResourceKind::Bot, "BOT/ALIAS"),
                arn(ResourceKind::PhoneNumber, "p"),
            ]
            .map(|arn| arn.expect("the place is known"))
            .join("\n"),
            @r"
        arn:aws:connect:eu-central-1:111122223333:instance/8a1c0d5e-1111-4222-8333-944445555666/queue/q
        arn:aws:lambda:eu-central-1:111122223333:function:look-up
        arn:aws:lex:eu-central-1:111122223333:bot-alias/BOT/ALIAS
        arn:aws:connect:eu-central-1:111122223333:phone-number/p
        "
        );
        assert_eq!(arn(ResourceKind::Bot, "BOT"), None);
        assert_eq!(arn(ResourceKind::CaseTemplate, "t"), None);
        assert_eq!(Place::default().arn(ResourceKind::Queue, "q"), None);
    }

    #[test]
    fn managed_views_are_views() {
        let arn = Arn::parse("arn:aws:connect:us-east-1:aws:view/form:1").expect("an ARN");
        assert_eq!(
            (arn.kind(), arn.instance()),
            (Some(ResourceKind::View), None)
        );
    }
}
