//! Flows in CloudFormation templates and in Terraform's JSON.
//!
//! Their contents are texts of JSON; what a template fills in (`${…}`) stands inside of
//! their texts and stays, as the id of what is meant.

use super::envelope::{About, Wrapped};
use super::json::{Member, Node, Object, Places};
use super::names;
use crate::diag::Diagnostic;

type Flows<'a> = Vec<Result<Wrapped<'a>, Box<Diagnostic>>>;

/// The types of resources that are flows, and whether they are modules (CloudFormation's
/// and Terraform's reference of resources).
const CLOUDFORMATION: [(&str, bool); 2] = [
    ("AWS::Connect::ContactFlow", false),
    ("AWS::Connect::ContactFlowModule", true),
];
const TERRAFORM: [(&str, bool); 2] = [
    ("aws_connect_contact_flow", false),
    ("aws_connect_contact_flow_module", true),
];

/// Every flow of a template, in its order; none where the document is no template.
pub fn flows<'a>(root: &Object<'a>, places: &Places<'a>) -> Flows<'a> {
    let inside = |key| root.get(key).and_then(Node::object).unwrap_or_default();
    let mut flows = Vec::new();
    for resource in inside("Resources").members() {
        flows.extend(cloudformation(resource, places));
    }
    let resources = inside("resource");
    for (kind, is_module) in TERRAFORM {
        let named = resources.get(kind).and_then(Node::object);
        for resource in named.unwrap_or_default().members() {
            flows.extend(terraform(resource, is_module, places));
        }
    }
    flows
}

/// `"Welcome": {"Type": "AWS::Connect::ContactFlow", "Properties": {…}}`.
fn cloudformation<'a>(
    resource: Member<'a>,
    places: &Places<'a>,
) -> Option<Result<Wrapped<'a>, Box<Diagnostic>>> {
    let object = resource.value.object()?;
    let kind = object.text("Type")?;
    let mut known = CLOUDFORMATION.iter();
    let (_, is_module) = known.find(|(known, _)| *known == kind)?;
    let properties = object.get("Properties")?.object()?;
    let content = properties.get("Content")?;
    let about = about(resource, &properties, ["Name", "Type"]);
    Some(wrapped(about, content, *is_module, places))
}

/// `"welcome": {"name": …, "type": …, "content": …}`.
fn terraform<'a>(
    resource: Member<'a>,
    is_module: bool,
    places: &Places<'a>,
) -> Option<Result<Wrapped<'a>, Box<Diagnostic>>> {
    let value = resource.value;
    // A block may stand in a list of its own.
    let object = value
        .object()
        .or_else(|| value.elements()?.next()?.object())?;
    let content = object.get("content")?;
    let about = about(resource, &object, ["name", "type"]);
    Some(wrapped(about, content, is_module, places))
}

/// What is said about a flow, under the names of the API; it is called as its resource is
/// where it has no name of its own.
fn about<'a>(resource: Member<'a>, said: &Object<'a>, keys: [&str; 2]) -> About<'a> {
    let [name, kind] = keys.map(|key| said.get(key).filter(|value| value.text().is_some()));
    About {
        name: name.or(Some(resource.name)),
        kind,
    }
}

/// A flow with its content: a text, or a text in which `Fn::Sub` fills something in.
pub fn wrapped<'a>(
    about: About<'a>,
    content: Node<'a>,
    is_module: bool,
    places: &Places<'a>,
) -> Result<Wrapped<'a>, Box<Diagnostic>> {
    let filled = content.object().and_then(|object| object.get("Fn::Sub"));
    let quoted = filled.unwrap_or(content);
    let first = quoted.elements().and_then(|mut parts| parts.next());
    let quoted = first.unwrap_or(quoted);
    let name = about.name().unwrap_or_default();
    let Some(text) = quoted.text() else {
        let message = format!(
            "the content of `{name}` is {}, not a text",
            content.kind().word()
        );
        let finding = Diagnostic::new(&names::NOT_A_FLOW, places.of(content).head(), message);
        return Err(Box::new(finding.help(
            "only a text, or one in `Fn::Sub`, can be read: write the flow to a file of its own",
        )));
    };
    if text.trim_start().starts_with("${") {
        let message = format!("the content of `{name}` stands elsewhere");
        let finding = Diagnostic::new(&names::NOT_A_FLOW, places.of(quoted), message);
        return Err(Box::new(finding.help("read the file that holds the flow")));
    }
    Ok(Wrapped {
        about,
        quoted,
        content: text,
        is_module,
    })
}
