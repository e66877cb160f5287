//! Action types that people and machines invent, with the right one.

/// An action type that does not exist and the one that was probably meant.
#[derive(Debug, PartialEq, Eq)]
pub struct WrongName {
    /// What was written.
    pub wrong: &'static str,
    /// The type the service knows.
    pub right: &'static str,
}

const fn wrong(wrong: &'static str, right: &'static str) -> WrongName {
    WrongName { wrong, right }
}

/// Seen in hand-written documents, in the documentation itself and in probes of the live
/// service, which answers "Invalid Action type".
pub static WRONG_NAMES: &[WrongName] = &[
    wrong("CheckAttribute", "Compare"),
    wrong("CheckContactAttribute", "Compare"),
    wrong("CheckContactAttributes", "Compare"),
    wrong("CheckQueueStatus", "CheckMetricData"),
    wrong("CheckSecurityStatus", "CheckVoiceId"),
    wrong(
        "CheckSegmentMembership",
        "CheckSegmentMembershipForCustomerProfile",
    ),
    wrong("CheckStaffing", "CheckMetricData"),
    wrong("ConnectParticipant", "ConnectParticipantWithLexBot"),
    wrong("Disconnect", "DisconnectParticipant"),
    wrong("GetDigits", "GetParticipantInput"),
    wrong("GetQueueMetrics", "GetMetricData"),
    wrong("PlayPrompt", "MessageParticipant"),
    wrong("ReturnFromFlowModule", "EndFlowModuleExecution"),
    wrong("SetCallbackNumber", "UpdateContactCallbackNumber"),
    wrong("SetContactAttributes", "UpdateContactAttributes"),
    wrong("SetLoggingBehavior", "UpdateFlowLoggingBehavior"),
    wrong("SetSecurityBehavior", "StartVoiceIdStream"),
    wrong("SetVoice", "UpdateContactTextToSpeechVoice"),
    wrong("SetWorkingQueue", "UpdateContactTargetQueue"),
    wrong("StartMediaStreaming", "UpdateContactMediaStreamingBehavior"),
    wrong("StopMediaStreaming", "UpdateContactMediaStreamingBehavior"),
    wrong("TransferContactToFlow", "TransferToFlow"),
    wrong("TransferParticipantToQueue", "TransferContactToQueue"),
    wrong("TransferToAgent", "TransferContactToAgent"),
    wrong("TransferToPhoneNumber", "TransferParticipantToThirdParty"),
    wrong("TransferToQueue", "TransferContactToQueue"),
    wrong("UnTagContact", "UntagContact"),
    wrong("UpdateRoutingCriteria", "UpdateContactRoutingCriteria"),
];

/// The action type that was probably meant by one that does not exist.
#[must_use]
pub fn right_name(wrong: &str) -> Option<&'static str> {
    let name = WRONG_NAMES.iter().find(|name| name.wrong == wrong)?;
    Some(name.right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::rows_of_action;

    #[test]
    fn a_type_is_known_in_one_way() {
        for WrongName { wrong, right } in WRONG_NAMES {
            assert!(rows_of_action(wrong).is_empty(), "{wrong}");
            assert!(!rows_of_action(right).is_empty(), "{right}");
        }
    }
}
