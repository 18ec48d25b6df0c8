"""The rooms of the house, in the order of their pages, and the work that runs by itself."""

from advisory.app import watching
from advisory.boards import jobs as boards_jobs
from advisory.boards import views as boards
from advisory.consultations import jobs as consultations_jobs
from advisory.consultations import views as consultations
from advisory.contributions import jobs as _letters_to_members  # noqa: F401 - writes them
from advisory.custodian import jobs as custodian_jobs
from advisory.desk import jobs as desk_jobs
from advisory.desk import views as desk
from advisory.feedback import jobs as feedback_jobs
from advisory.feedback import views as feedback
from advisory.feeds import views as feeds
from advisory.files import jobs as files_jobs
from advisory.floor import jobs as floor_jobs
from advisory.floor import views as floor
from advisory.foundation.jobs import Job
from advisory.foundation.pages import Room
from advisory.handovers import jobs as handovers_jobs
from advisory.help import views as help_pages
from advisory.letters import jobs as letters_jobs
from advisory.meetings import jobs as meetings_jobs
from advisory.meetings import views as meetings
from advisory.mine import views as mine
from advisory.money import jobs as money_jobs
from advisory.money import views as money
from advisory.noticeboard import jobs as noticeboard_jobs
from advisory.noticeboard import views as noticeboard
from advisory.outreach import views as outreach
from advisory.people import views as people
from advisory.recommendations import jobs as recommendations_jobs
from advisory.rights import jobs as rights_jobs
from advisory.rights import views as rights
from advisory.safeguarding import jobs as safeguarding_jobs
from advisory.seats import jobs as seats_jobs
from advisory.seats import views as seats
from advisory.support import jobs as support_jobs
from advisory.support import views as support
from advisory.themes import jobs as themes_jobs
from advisory.themes import views as themes
from advisory.voting import jobs as voting_jobs
from advisory.voting import views as voting

ROOMS: tuple[Room, ...] = (
    mine.room,
    feedback.room,
    consultations.room,
    themes.room,
    voting.room,
    noticeboard.room,
    help_pages.room,
    meetings.room,
    support.room,
    floor.room,
    feeds.room,
    seats.room,
    money.room,
    people.room,
    desk.room,
    outreach.room,
    boards.room,
    rights.room,
)
JOBS: tuple[Job, ...] = (
    *letters_jobs.JOBS,
    *boards_jobs.JOBS,
    *files_jobs.JOBS,
    *feedback_jobs.JOBS,
    *consultations_jobs.JOBS,
    *voting_jobs.JOBS,
    *themes_jobs.JOBS,
    *noticeboard_jobs.JOBS,
    *recommendations_jobs.JOBS,
    *safeguarding_jobs.JOBS,
    *custodian_jobs.JOBS,
    *handovers_jobs.JOBS,
    *meetings_jobs.JOBS,
    *seats_jobs.JOBS,
    *money_jobs.JOBS,
    *support_jobs.JOBS,
    *floor_jobs.JOBS,
    *desk_jobs.JOBS,
    *watching.JOBS,
    *rights_jobs.JOBS,
)
