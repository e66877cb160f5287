//! ARNs that stand for resources whose real ones are not known yet.
//!
//! They have the form of real ones, name account `000000000000`, and end in the name
//! that Ebb knows, so a person sees what is meant and an import finds it again.

use super::ResourceKind;

macro_rules! instance {
    ($kind:literal) => {
        concat!(
            "arn:aws:connect:us-east-1:000000000000:instance/00000000-0000-0000-0000-000000000000/",
            $kind,
            "/"
        )
    };
}

/// What stands in them for what an environment knows.
pub(super) const NO_REGION: &str = "us-east-1";
pub(super) const NO_ACCOUNT: &str = "000000000000";
pub(super) const NO_INSTANCE: &str = "00000000-0000-0000-0000-000000000000";

/// The made-up ids between the words of a form; a UUID first, it holds the shorter one.
pub(super) const HOLES: [&str; 2] = [NO_INSTANCE, "0000000000"];

/// Whether an account is the one of made-up ARNs.
#[must_use]
pub fn is_placeholder_account(account: &str) -> bool {
    account == NO_ACCOUNT
}

/// The ARN that stands for a resource of this name.
#[must_use]
pub fn placeholder_arn(kind: ResourceKind, name: &str) -> String {
    format!("{}{name}", prefix(kind))
}

/// The name in an ARN that [`placeholder_arn`] made for this kind.
#[must_use]
pub fn name_in_placeholder(kind: ResourceKind, arn: &str) -> Option<&str> {
    arn.strip_prefix(prefix(kind))
        .filter(|name| !name.is_empty())
}

/// ARNs of these forms are in exports (`agent` stands below `instance` like `queue`).
pub(super) const fn prefix(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Queue => instance!("queue"),
        ResourceKind::Agent => instance!("agent"),
        ResourceKind::Lambda => "arn:aws:lambda:us-east-1:000000000000:function:",
        ResourceKind::Bot => "arn:aws:lex:us-east-1:000000000000:bot-alias/0000000000/",
        ResourceKind::Hours => instance!("operating-hours"),
        ResourceKind::Prompt => instance!("prompt"),
        ResourceKind::Flow => instance!("contact-flow"),
        ResourceKind::View => instance!("view"),
        ResourceKind::Module => instance!("flow-module"),
        ResourceKind::TaskTemplate => instance!("task-template"),
        ResourceKind::CaseTemplate => {
            "arn:aws:cases:us-east-1:000000000000:domain/00000000-0000-0000-0000-000000000000/template/"
        }
        ResourceKind::PhoneNumber => "arn:aws:connect:us-east-1:000000000000:phone-number/",
        ResourceKind::Assistant => "arn:aws:wisdom:us-east-1:000000000000:assistant/",
        ResourceKind::MessageTemplate => "arn:aws:wisdom:us-east-1:000000000000:message-template/",
        ResourceKind::DataTable => instance!("data-table"),
        ResourceKind::UserPool => "arn:aws:cognito-idp:us-east-1:000000000000:userpool/",
        // Real ones have an id alone.
        ResourceKind::AppClient => "arn:aws:cognito-idp:us-east-1:000000000000:client/",
        ResourceKind::KnowledgeBase => "arn:aws:wisdom:us-east-1:000000000000:knowledge-base/",
        // Nothing stands for a text: its declaration says what it is.
        ResourceKind::Text => "arn:aws:connect:us-east-1:000000000000:text/",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_placeholder_gives_its_name_back_to_its_kind_alone() {
        for kind in ResourceKind::ALL {
            let arn = placeholder_arn(kind, "support");
            for other in ResourceKind::ALL {
                let found = name_in_placeholder(other, &arn);
                assert_eq!(found, (kind == other).then_some("support"), "{arn}");
            }
        }
    }
}
