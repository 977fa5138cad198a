"""Screens for people: the written table of who may what: one letter a role, in the order of ``world.ROLES``.

n nobody            t t a  a trainer, another trainer, an assessor    c coordinator of ROPS
l l two learners    m m    managers of two institutions               a e s  analyst, editor of practices, superuser

o opens    > is led on    s is sent to sign in    x is refused    . is not found    - no such method    ! not now
"""

TABLE = """
kompas_site:search()                                                                 oooooooooooo
kompas_training:messages()                                                           sooooooo....
kompas_training:message(notice)                                                      so..........
kompas_training:message(other_attachment.notice)                                     s.o.........
POST kompas_training:message_unread(notice)                                          s>..........
POST kompas_training:message_unread(other_attachment.notice)                         s.>.........
POST kompas_training:messages_read()                                                 s>>>>>>>....
kompas_training:message_attachment(attachment)                                       so..........
kompas_training:message_attachment(other_attachment)                                 s.o.........
kompas_training:account()                                                            soooooooxxxx
POST kompas_training:account()                                                       soooooooxxxx
kompas_training:sign_in()                                                            o>>>>>>>>>>>
kompas_training:kept_form()                                                          s>>>>>>>>>>>
POST kompas_training:kept_form()                                                     s>>>>>>>>>>>
POST kompas_training:sign_out()                                                      >>>>>>>>>>>>
kompas_training:claim()                                                              oooooooooooo
kompas_training:claim_link(claim_token)                                              oooooooooooo
kompas_training:claim_link('guessed')                                                !!!!!!!!!!!!
POST kompas_training:claim_link('guessed')                                           !!!!!!!!!!!!
kompas_training:claim_code()                                                         oooooooooooo
kompas_training:register()                                                           oooooooooooo
kompas_training:password_change()                                                    sooooooooooo
kompas_training:password_reset()                                                     oooooooooooo
kompas_training:password_reset_confirm(reset.0, reset.1)                             >>>>>>>>>>>>
kompas_training:email_confirm(email_token)                                           s>!!!!!!xxxx
kompas_training:email_confirm('guessed')                                             s!!!!!!!xxxx
POST kompas_training:email_withdraw()                                                s>>>>>>>xxxx
kompas_training:codes()                                                              s.....ooxxxx
kompas_training:codes_of(organisation)                                               s.....o.o..o
kompas_training:codes_of(other_organisation)                                         s......oo..o
POST kompas_training:codes_of(organisation)                                          s.....o.o..o
POST kompas_training:codes_of(other_organisation)                                    s......oo..o
kompas_training:my_development()                                                     soooooooxxxx
kompas_training:estimates()                                                          soooooooxxxx
POST kompas_training:estimates()                                                     s>>>>>>>xxxx
POST kompas_training:estimates_sharing()                                             s>>>>>>>xxxx
kompas_training:team()?institution={organisation}                                    s.....o.xxxx
kompas_training:team()?institution={other_organisation}                              s......oxxxx
kompas_training:team()                                                               s.....ooxxxx
kompas_training:team_xlsx()?institution={organisation}                               s.....o.xxxx
kompas_training:team_xlsx()?institution={other_organisation}                         s......oxxxx
kompas_training:team_xlsx()                                                          s.....ooxxxx
kompas_training:team_assess(learner)                                                 s.....o.xxxx
kompas_training:team_assess(other_learner)                                           s......oxxxx
kompas_training:team_assess(former_colleague)                                        s.......xxxx
POST kompas_training:team_assess(learner)                                            s.....>.xxxx
POST kompas_training:team_assess(other_learner)                                      s......>xxxx
kompas_training:health()                                                             oooooooooooo
kompas_training:health_of_pages()                                                    oooooooooooo
kompas_courses:my_calendar()                                                         soooooooxxxx
POST kompas_courses:make_feed()                                                      s>>>>>>>xxxx
POST kompas_courses:renew_feed()                                                     s>>>>>>>xxxx
POST kompas_courses:revoke_feed()                                                    s>>>>>>>xxxx
kompas_courses:edition_calendar(open)                                                oooooooooooo
kompas_courses:edition_calendar(draft)                                               ............
kompas_courses:feed(feed.token)                                                      oooooooooooo
kompas_courses:feed('guessed')                                                       ............
kompas_courses:my_enrolments()                                                       soooooooxxxx
kompas_courses:transcript()                                                          soooooooxxxx
kompas_courses:transcript_pdf()                                                      soooooooxxxx
kompas_courses:transcript_xlsx()                                                     soooooooxxxx
kompas_courses:apply(open)                                                           s>ooooooxxxx
kompas_courses:apply(draft)                                                          s.......xxxx
POST kompas_courses:apply(open)                                                      s>>>>>>>xxxx
POST kompas_courses:apply(draft)                                                     s.......xxxx
kompas_courses:enrolment(own_enrolment)                                              so......xxxx
kompas_courses:enrolment(seat)                                                       s.o.....xxxx
kompas_courses:enrolment(undecided)                                                  s.......xxxx
kompas_courses:withdraw(offered)                                                     so......xxxx
kompas_courses:withdraw(seat)                                                        s.o.....xxxx
POST kompas_courses:withdraw(offered)                                                s>......xxxx
POST kompas_courses:withdraw(seat)                                                   s.>.....xxxx
kompas_courses:accept_offer(offered)                                                 s>......xxxx
POST kompas_courses:accept_offer(offered)                                            s>......xxxx
kompas_courses:decline_offer(offered)                                                so......xxxx
POST kompas_courses:decline_offer(offered)                                           s>......xxxx
kompas_courses:wish_course(open.course)                                              soooooooxxxx
POST kompas_courses:wish_course(open.course)                                         s>>>>>>>xxxx
kompas_courses:wish_level(line, '3')                                                 soooooooxxxx
kompas_courses:wish_level(line, '9')                                                 s.......xxxx
POST kompas_courses:wish_level(line, '3')                                            s>>>>>>>xxxx
kompas_courses:withdraw_wish(wish)                                                   s>......xxxx
POST kompas_courses:withdraw_wish(wish)                                              s>......xxxx
kompas_courses:today()                                                               sooooooooooo
kompas_courses:roster(meeting)                                                       s..o....o..o
kompas_courses:roster(coming_meeting)                                                s...o...o..o
kompas_courses:roster(edition.meeting)                                               s..o....o..o
kompas_courses:roster(other_edition.meeting)                                         s...o...o..o
POST kompas_courses:roster(meeting)                                                  s..>....>..>
POST kompas_courses:roster(other_edition.meeting)                                    s...!...>..>
POST kompas_courses:roster_save(meeting)                                             s..!....!..!
POST kompas_courses:roster_save(other_edition.meeting)                               s...!...!..!
POST kompas_courses:roster_save(coming_meeting)                                      s...!...!..!
POST kompas_courses:roster_undo(meeting)                                             s..>....>..>
POST kompas_courses:roster_undo(other_edition.meeting)                               s...>...>..>
kompas_courses:close_meeting(meeting)                                                s..o....o..o
kompas_courses:close_meeting(edition.meeting)                                        s..>....o..o
kompas_courses:close_meeting(coming_meeting)                                         s...o...o..o
POST kompas_courses:close_meeting(meeting)                                           s..!....!..!
POST kompas_courses:close_meeting(coming_meeting)                                    s...!...!..!
POST kompas_courses:reopen_meeting(edition.meeting)                                  s..>....>..>
POST kompas_courses:reopen_meeting(other_edition.meeting)                            s...>...>..>
kompas_courses:roster_history(meeting)                                               s..o....o..o
kompas_courses:roster_history(other_edition.meeting)                                 s...o...o..o
kompas_courses:attendance_list_pdf(meeting)                                          s..o....o..o
kompas_courses:attendance_list_pdf(other_edition.meeting)                            s...o...o..o
kompas_courses:register_pdf(edition.edition)                                         s..o....o..o
kompas_courses:register_pdf(other_edition.edition)                                   s...o...o..o
kompas_courses:register_xlsx(edition.edition)                                        s..o....o..o
kompas_courses:register_xlsx(other_edition.edition)                                  s...o...o..o
kompas_courses:my_attendance(own_enrolment)                                          so..........
kompas_courses:my_attendance(seat)                                                   s.o.........
kompas_courses:editions_to_verify()                                                  sooooooooooo
kompas_courses:verify_edition(edition.edition)                                       s..x.o..o..o
kompas_courses:verify_edition(other_edition.edition)                                 s...x...o..o
kompas_courses:verify_edition(ended.edition)                                         s.......o..o
kompas_courses:verify_edition(draft)                                                 s...........
kompas_courses:verify_person(edition.edition, edition.enrolments.0)                  s....o..o..o
kompas_courses:verify_person(edition.edition, other_edition.enrolments.0)            s...........
kompas_courses:verify_person(other_edition.edition, other_edition.enrolments.0)      s.......o..o
POST kompas_courses:verify_person(edition.edition, edition.enrolments.0)             s....!..!..!
POST kompas_courses:verify_person(other_edition.edition, other_edition.enrolments.0) s.......!..!
kompas_courses:close_edition(edition.edition)                                        s.......o..o
kompas_courses:close_edition(other_edition.edition)                                  s.......o..o
kompas_courses:close_edition(ended.edition)                                          s.......o..o
POST kompas_courses:close_edition(edition.edition)                                   s.......!..!
POST kompas_courses:close_edition(other_edition.edition)                             s.......!..!
kompas_courses:edition_record(ended.edition, '1')                                    s.......o..o
kompas_courses:edition_record(ended.edition, '9')                                    s...........
kompas_courses:edition_record(edition.edition, '1')                                  s...........
POST kompas_courses:reopen_edition(ended.edition)                                    s.......!..!
POST kompas_courses:reopen_edition(edition.edition)                                  s.......>..>
kompas_certificates:my_certificates()                                                soooooooxxxx
kompas_certificates:download(certificate)                                            so......xxxx
kompas_certificates:download(other_certificate)                                      s.o.....xxxx
kompas_certificates:verify_form()                                                    oooooooooooo
POST kompas_certificates:verify_form()                                               !!!!!!!!!!!!
kompas_certificates:verify(certificate.token)                                        oooooooooooo
kompas_certificates:verify('guessed')                                                ............
POST kompas_certificates:verify(certificate.token)                                   !!!!!!!!!!!!
"""
