"""What to tell a person about an error: a clear sentence for each code that rules raise.

Keys are the codes of SurveyError; the params of the error fill the placeholders. Whatever has no
sentence of its own gets the one of its kind. What residents and the public can meet stands in
`public_sentences.py`, since it is translated into more languages.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from survey.core.errors import SurveyError
from survey.web.public_sentences import KIND_SENTENCES, PUBLIC_SENTENCES

SENTENCES: Final[dict[str, LazyString]] = {
    # Signing in and people
    "sign_in_does_not_fit": _l("The e-mail address and the password do not fit together."),
    "too_many_tries": _l(
        "There were too many tries with this e-mail address. "
        "Minutes to wait until the next one: %(minutes)s."
    ),
    "password_too_short": _l("Choose a password of at least %(minimum)s characters."),
    "password_too_long": _l("Choose a password of at most %(maximum)s characters."),
    "email_taken": _l("Somebody with this e-mail address is here already."),
    "last_administrator": _l(
        "This is the last administrator of the organization. "
        "Make somebody else an administrator first."
    ),
    "role_held_already": _l("This person has that role already."),
    "redactor_manages": _l(
        "Whoever manages a property or administers its organization never reads what residents "
        "wrote there. Choose another person."
    ),
    "keyer_manages": _l(
        "Whoever manages a property or administers its organization never enters answers on paper "
        "there. Choose another person."
    ),
    "keyer_sends": _l(
        "Whoever sends codes at a property never enters answers on paper there: they would know "
        "who said what. Choose another person."
    ),
    "redactor_password": _l(
        "A redactor’s password is not renewed here, so that nobody else can read what residents "
        "wrote. Ask whoever runs the server to run: flask accounts set-password"
    ),
    "no_such_person": _l("There is no such person, or you may not see this page."),
    "person_elsewhere": _l(
        "This person also belongs to another organization. Its administrators have a say in this."
    ),
    # Places
    "no_such_property": _l("There is no such property, or you may not see it."),
    "strata_too_few": _l(
        "One kind of homes is no mix. Name at least two kinds, or leave all of them empty."
    ),
    "strata_too_many": _l("Name at most %(maximum)s kinds of homes."),
    "strata_same_name": _l("Two kinds of homes have the same name. Give each its own."),
    "strata_homes_differ": _l(
        "The homes of each kind add up to %(given)s, but the property has %(total)s homes."
    ),
    "strata_adults_differ": _l(
        "The adults of each kind add up to %(given)s, but the property has %(total)s adults."
    ),
    # Studies
    "no_such_study": _l("There is no such study, or you may not see it."),
    "study_form_lost": _l("Load the page again: a part of it was lost on the way."),
    "study_wave_cannot": _l(
        "One of these waves cannot be in a study any more. Load the page again and choose anew."
    ),
    "study_place_twice": _l("Choose one wave of each place: two of the same place are too many."),
    "study_too_few_places": _l("Choose waves of at least five places."),
    "study_one_place_large": _l(
        "One of these places has more than half of all the people. Add places, or leave it out."
    ),
    "study_too_few_answers": _l(
        "Fewer than 150 people answered at these places together. Add more places."
    ),
    # Work in the background
    "no_such_job": _l("There is no such work, or you may not see it."),
    # Reports
    "no_releases": _l("None of these places has results yet."),
    # The calendar
    "asked_too_often": _l(
        "Homes here are asked at most %(most)s times in twelve months, across all surveys, as the "
        "plan says. Choose a later first day, or change the plan."
    ),
    "plan_asks_everybody": _l(
        "A plan asks everybody who lives here, again and again. Launch the questions for people "
        "who move in by hand: that survey is open for a year."
    ),
    "plan_exists": _l("This property has a plan already."),
    "plan_moved_on": _l("This wave of the plan is launched or over already."),
    "plan_day_too_soon": _l("Choose a day from %(day)s on, so that letters can be there in time."),
    "plan_day_too_near": _l(
        "That is too near to another wave. Leave at least %(days)s days between two first days."
    ),
    "no_such_plan": _l("There is no such plan, or you may not see it."),
    # The list of homes
    "frame_differs_from_list": _l(
        "The list of homes has %(homes)s homes with %(adults)s adults, and the property says "
        "otherwise. Make the two agree on the property's page, then launch."
    ),
    "contact_unreadable": _l(
        "How this home is reached cannot be read. Read the list of homes in again."
    ),
    # Letters
    "no_such_door": _l(
        "No home is called “%(door)s”. Write it as its door says it, as on the list of homes."
    ),
    "letters_gone": _l("This file is deleted, and nothing is left of it. Have it made again."),
    "letters_not_made": _l("The letters are still being made. Wait a little, then look again."),
    "no_file": _l("Choose a file first."),
    "table_empty": _l("There is nothing in this file. Choose a file with one home in each row."),
    "table_unreadable": _l(
        "This file cannot be read as a table. Save it as CSV or XLSX in your spreadsheet program, "
        "then choose it again."
    ),
    "table_too_large": _l("The file is too large: send at most %(most)s megabytes."),
    "table_too_long": _l("The file has too many rows: at most %(most)s can be read in."),
    "table_too_wide": _l("The file has too many columns: at most %(most)s can be read in."),
    "cell_too_long": _l(
        "Row %(row)s of the file has a very long cell. Perhaps a quotation mark is missing there."
    ),
    "workbook_locked": _l(
        "This file is protected by a password. Save it without one, then choose it again."
    ),
    "encoding_differs": _l("The file is not written in these letters. Choose others."),
    "upload_gone": _l(
        "This file is not here any more: it was read in, put away, or its hour is over. "
        "Look at the list of homes, or choose the file again."
    ),
    "file_has_problems": _l(
        "Rows of the file that have to change first: %(rows)s. Nothing was taken."
    ),
    "list_changed": _l(
        "The list of homes has changed meanwhile. Look at it as it is now, then decide again."
    ),
    "list_without_homes": _l("A list of homes has at least one home."),
    "list_without_adults": _l("At least one adult lives in the homes of a list."),
    "no_such_home": _l("There is no such home on the list."),
    "door_on_list": _l("%(label)s is on the list already."),
    "contacts_end_too_early": _l("This day is over. Choose tomorrow or a later day."),
    "contacts_end_too_late": _l("Keep contacts for at most two years, until %(day)s."),
    "no_such_column": _l("The file has no column with the head “%(head)s”."),
    "worker_failed": _l("Something broke on our side. Nothing was taken. Try again."),
    # Questionnaires
    "no_such_questionnaire": _l("There is no such questionnaire, or you may not see it."),
    "no_such_organization": _l("There is no such organization, or you may not see it."),
    "unknown_demographic": _l("One of the questions about the person is not in the bank any more."),
    "content_unreadable": _l(
        "This questionnaire was stored by another version of Porchlight and cannot be read."
    ),
    "wording_empty": _l("A translation is empty. Write one, or put back what stood there."),
    "wording_too_long": _l("A translation is too long. Write at most 2,000 letters."),
    "wording_markup": _l("A translation has < or > in it. Write plain words without markup."),
    "wording_braces": _l(
        "A translation does not have the same words in {braces} as the English. Copy them exactly."
    ),
    "wording_alike": _l(
        "Two answers of one question would read the same, so that nobody could tell them apart."
    ),
    "wording_changed": _l(
        "Somebody changed this wording meanwhile. Look at it again, then decide. "
        "What you typed is still here."
    ),
    "wording_of_other_source": _l("The English of this text is another one by now."),
    "unknown_wording": _l("There is no such text in the question bank."),
    "unknown_unit": _l("There is no such text in the question bank."),
    "language_not_reviewed": _l("Review every text first. Then say that the language was tested."),
    "file_empty": _l("The file is empty. Choose a PO or XLIFF file."),
    "file_too_large": _l("The file is too large. A file of translations has less than 900 kB."),
    "file_unreadable": _l(
        "This is no PO or XLIFF file that can be read. Export one here and translate in it."
    ),
    "unknown_template": _l("There is no such ready-made questionnaire."),
    "unknown_item": _l("One of the questions is not in the bank any more. Look again, then save."),
    "core_item_locked": _l(
        "One of the ten core questions was left out. They stay in, so that waves can be compared."
    ),
    "own_item_in_index": _l("A score is made of the bank’s questions only."),
    "no_such_own_question": _l("There is no such question, or you may not see it."),
    "unknown_own_question": _l(
        "One of this community’s own questions is not asked any more. Look again, then save."
    ),
    "own_incomplete": _l("Something is missing here. Look at each field, then save again."),
    "own_findings": _l("Look at what stands beside the fields: change it, or say why it stays."),
    "own_published": _l(
        "A published questionnaire asks this question, so its words never change. "
        "Keep what you wrote as a new question."
    ),
    "own_changed": _l(
        "Somebody changed this question meanwhile. Look at it again, then save. "
        "What you typed is still here."
    ),
    "own_leads_on": _l(
        "“%(question)s” is asked only of people who gave certain answers to this question. "
        "Change that one first, or do not offer it any more."
    ),
    "own_leading_retired": _l(
        "This is asked only of people who answered another question, which is not offered any "
        "more. Offer that one again first, or copy this one to a new question."
    ),
    "own_without_leading": _l(
        "“%(question)s” is asked only of people who answered “%(leading)s”, which is not asked "
        "here. Ask that one, too, or leave this one out."
    ),
    "own_one_in_words": _l(
        "Choose at most one question of this community’s own that people answer in their own "
        "words: a person reads every answer."
    ),
    "own_kind_chosen": _l(
        "A questionnaire asks this question already. Take it out there first: there can be only "
        "one that people answer in their own words. Or keep what you wrote as a new question."
    ),
    "own_not_translated": _l(
        "%(language)s: this community’s own questions are not all translated. "
        "Missing: %(questions)s. Translate them first, or take this language away."
    ),
    "not_in_rotation": _l("One of the extra questions does not belong to this questionnaire."),
    "too_many_rotating": _l("Choose at most %(slots)s extra questions."),
    # Waves
    "no_such_wave": _l("There is no such wave, or you may not see it."),
    "no_such_version": _l("Choose one of the questionnaires in the list."),
    "wave_already_open": _l(
        "A wave is open at this property. Close or cancel it before you launch the next one."
    ),
    "languages_not_reviewed": _l(
        "One of the languages has not been reviewed. Choose only reviewed ones, or tick this box."
    ),
    "languages_needed": _l("Choose at least one language."),
    "unknown_language": _l("Choose from the languages in the list."),
    "text_needed": _l("Write something here: residents read it."),
    "text_too_long": _l("Make this shorter: at most %(longest)s characters."),
    "unknown_custody": _l("Choose who holds the key to the answers."),
    "unknown_access": _l("Choose how people get in."),
    "passphrase_too_short": _l(
        "Choose a passphrase of at least %(shortest)s characters. Four or five words are good."
    ),
    "opens_in_past": _l("This day is over. Choose today or a later day."),
    "closes_before_opening": _l("The survey would close before it opens. Choose a later day."),
    "target_out_of_range": _l("Plan for %(lowest)s to %(highest)s percent of the adults."),
    "unknown_reason": _l("Choose one of the reasons in the list."),
    "extension_not_later": _l(
        "Choose a day after %(last)s, which is the last day now. "
        "A survey is never closed earlier by this."
    ),
    "extension_too_late": _l(
        "The promise allows no day as late as this. The latest one is %(latest)s."
    ),
    "extension_not_sealed": _l(
        "This promise names its last day as the latest one, so the survey cannot be extended."
    ),
    "fieldwork_not_over": _l("This survey is still open."),
    "open_too_long": _l("Keep the survey open for at most %(longest)s days."),
    "report_before_closing": _l(
        "Results can follow from the day after closing. Choose a later day."
    ),
    "report_too_late": _l("Promise results at most %(longest)s days after closing."),
    "min_group_too_small": _l("The smallest group has at least %(smallest)s people."),
    "min_group_too_large": _l("The smallest group has at most %(largest)s people."),
    "fewer_adults_than_group": _l(
        "Only %(adults)s adults live here: with so large a smallest group, nothing could be shown."
    ),
    "kept_days_out_of_range": _l("Write a number of days from 1 to %(longest)s."),
    "cut_not_supported": _l(
        "One of the breakdowns cannot be made with these choices, since groups would be too "
        "small to show. Look at the list again: it now fits what you chose."
    ),
    "too_many_cuts": _l(
        "So few adults live here that only one breakdown can stand beside the type of home."
    ),
    "promise_weaker": _l(
        "A sealed promise can only be made stricter. This would weaken it, or leave it as it is."
    ),
    "unknown_change": _l("Nothing was changed."),
    "too_late_to_tighten": _l("It is too late for this change: the answers have been opened."),
    "no_paper": _l(
        "The promise of this wave says nothing of paper, so that no answers can be typed in."
    ),
    "move_in_needs_codes": _l("Only with codes can people who move in be asked, and nobody else."),
    "move_in_has_no_cuts": _l("Few move in, so that no breakdown can be made."),
    "move_in_not_on_paper": _l(
        "Few move in at a time: whoever types in a sheet of paper would know whose it is."
    ),
    "move_in_not_in_study": _l(
        "A study is of answers of everybody, so those of people who move in are not used for one."
    ),
    "not_move_in": _l("This wave asks everybody, and its codes are made already."),
    "codes_at_move_in": _l(
        "This wave asks only people who move in. Their codes are printed when they do, and nothing "
        "goes to every home."
    ),
    "adults_out_of_range": _l("Write a number of adults from 1 to %(most)s."),
    "hand_out_differs": _l(
        "This form has made hand-out %(number)s already, for another number of adults. For "
        "another household, load the page again."
    ),
    "no_codes_left": _l(
        "So many have moved in that no codes are left in this wave. Close it, and launch the next "
        "one."
    ),
    "hand_out_lost": _l("Load the page again: a part of it was lost on the way."),
    "no_such_hand_out": _l("There is no hand-out %(number)s in this wave."),
    "no_codes": _l("This wave has an open link, and no codes."),
    "wave_closed": _l("This wave is closed."),
    "wave_cancelled": _l("This wave is cancelled. Nothing in it is left to change."),
    "secrets_gone": _l("The keys of this wave are destroyed."),
    # Messages
    "no_such_mailing": _l("There is no such message, or you may not see it."),
    "mailing_sent": _l("This message has gone out to every home already."),
    "send_after_closing": _l("The survey is closed by then. Choose an earlier day."),
    "too_many_tests": _l("You sent %(most)s tests within an hour. Wait a little."),
    "messages_wave_over": _l("This survey takes no answers any more, so no message goes out."),
    "messages_no_channel": _l("Nothing is set up by which this message could go out."),
    "messages_key_lost": _l(
        "The key by which those are known who asked for no more messages is missing on the "
        "server, or is another one. Nothing goes out until it is back, so that nobody is "
        "written to against their will. Whoever runs the server puts the copy of messages.key "
        "back, as deploy/README.md says."
    ),
    "messages_key_fits": _l("The key of messages is there, and it is the right one."),
    "messages_no_home_list": _l("There is no list of homes that messages could go to."),
    "messages_no_contacts": _l(
        "The list of homes has no addresses, or they were destroyed on their day."
    ),
    "messages_codes_before_list": _l(
        "This wave was launched before there was a list of homes, so nobody can say which code "
        "belongs to which door."
    ),
    "messages_codes_at_move_in": _l(
        "This wave asks only people who move in. Their codes are printed when they do: no message "
        "goes out, since one in the week after somebody moved in would tell who it is for."
    ),
    "messages_nobody": _l("No home on the list has an address of this kind."),
    # Closing, opening and releasing
    "wave_released": _l("This wave has been released. A release stays as it is."),
    "wave_not_closed": _l("This wave is still open. Close it first, then open the answers."),
    "wave_not_opened": _l("The answers are still sealed. Open them first."),
    "passphrase_needed": _l("Only the custodian can open this wave. Type the passphrase."),
    "wrong_passphrase": _l("That is not the passphrase of this wave. Nothing was opened."),
    "ballot_box_changed": _l(
        "The sealed answers are not the ones that were counted at closing. Nothing was opened."
    ),
    "opening_interrupted": _l(
        "The opening was interrupted. Nothing was opened. Open the answers again."
    ),
    "check_failed": _l("Something broke while the results were checked. Check them again."),
    "ledger_moved": _l(
        "Other results of this property were released at the same time. Check these again."
    ),
    "ledger_incomplete": _l(
        "An earlier release of this property is missing in the ledger. Ask whoever runs the "
        "server to run: flask disclosure ledger verify"
    ),
    "older_rules": _l(
        "This release was made by an older version of Porchlight. It stands by its hash."
    ),
    "no_custodian": _l("The server holds the key of this wave; there is no recovery sheet."),
    "secrets_still_there": _l("The key of this wave is still in the key store."),
    "sheet_of_another_wave": _l("This sheet belongs to another wave."),
    "recovery_lines": _l("Look at these lines of the sheet again: %(lines)s."),
    "unknown_wave": _l("There is no such wave."),
    "wave_not_released": _l("This wave has not been released yet."),
    "wave_opened": _l("The answers of this wave are opened already."),
    "not_due_yet": _l("The day on which this is destroyed has not come yet."),
    "answers_gone": _l("The answers of this wave are destroyed. Its release stays as it is."),
    "no_such_comments": _l("There are no such comments, or you may not see them."),
    "comment_decided": _l(
        "Something else was decided about this comment meanwhile. Look again, then decide. "
        "What you typed is still here."
    ),
    "comment_empty": _l("Nothing would be left to show. Hold this comment back instead."),
    "comments_released": _l("These comments have been released. A release stays as it is."),
    "comments_unread": _l("Read every comment first, then release them."),
    "comments_withheld": _l("Not shown, so that nobody’s answer can be worked out."),
    "no_such_key": _l("There is no such key, or you may not see it."),
    "key_not_allowed": _l(
        "Only administrators and evaluators of the organization make keys for programs."
    ),
    "key_scopes_needed": _l("Choose at least one thing that the key may read."),
    "key_properties_needed": _l("Choose at least one property, or every property."),
    "key_days": _l("Let the key work for 1 to %(most)s days."),
    "key_name_in_use": _l(
        "You have a key of this name already. Take another name. If that key was never written "
        "down, revoke it."
    ),
    "wave_id_unusable": _l("This wave has a name that its keys cannot be kept under."),
}


def sentence_for(error: SurveyError) -> str:
    """Return what to tell the person who met an error, in the language of the page.

    A day among the error's params is written out in words.
    """
    sentence = SENTENCES.get(error.code) or PUBLIC_SENTENCES.get(error.code)
    if sentence is None:
        return str(KIND_SENTENCES[error.kind])
    told = {
        name: format_date(value, "long") if isinstance(value, date) else value
        for name, value in error.params.items()
    }
    return str(sentence) % told if told else str(sentence)
